package io.openaep.platform.registry;

import io.openaep.platform.store.Database;
import java.util.List;
import java.util.Optional;

/// Groups of devices, and which devices are bound (绑定). Every change is on disk when the call
/// returns. What the caller got wrong is a {@link Refused}. Blocking; thread-safe.
public interface Groups {
  /// What is looked for; an empty member matches everything.
  ///
  /// @param name a part of the name
  /// @param multiProduct groups over several products, or of one
  record Search(
      Optional<Long> productId,
      Optional<Long> groupId,
      String name,
      Optional<Boolean> multiProduct) {}

  /// @param productId empty for a group over several products
  DeviceGroup create(String tenantId, Optional<Long> productId, String name, String description);

  /// Renames and re-describes.
  DeviceGroup update(
      String tenantId, long groupId, Optional<String> name, Optional<String> description);

  void delete(String tenantId, long groupId);

  Optional<DeviceGroup> find(String tenantId, long groupId);

  /// Newest first.
  Page<DeviceGroup> page(String tenantId, Search search, int page, int size);

  /// How many devices a group has.
  long size(long groupId);

  /// Numbers of a group's devices after `after`, ascending, at most `limit`.
  List<Long> members(long groupId, long after, int limit);

  /// Devices of a group, or with no group those of a product that are in none; newest first.
  ///
  /// @param search a part of name, device id, device number or IMEI
  Page<Device> devices(
      String tenantId,
      Optional<Long> groupId,
      Optional<Long> productId,
      String search,
      int page,
      int size);

  /// Puts devices into a group, all or none.
  void add(String tenantId, long groupId, List<String> deviceIds);

  /// Takes devices out of a group, all or none.
  void remove(String tenantId, long groupId, List<String> deviceIds);

  Optional<DeviceGroup> ofDevice(long device);

  /// Marks a device bound or unbound.
  void bind(long device, boolean bound);

  /// Marks a device unbound, and what goes with that in the same transaction.
  void unbind(long device, Database.Change with);

  /// Empty if it was never bound.
  Optional<Boolean> bound(long device);
}
