package io.openaep.platform;

import io.openaep.platform.push.Groups;
import io.openaep.platform.registry.DeviceGroup;
import java.util.Optional;

/// Tells push which groups the registry has.
record PushGroups(io.openaep.platform.registry.Groups groups) implements Groups {
  @Override
  public boolean exists(String tenantId, long groupId) {
    return groups.find(tenantId, groupId).isPresent();
  }

  @Override
  public boolean contains(long groupId, long device) {
    return groups.ofDevice(device).map(DeviceGroup::groupId).equals(Optional.of(groupId));
  }
}
