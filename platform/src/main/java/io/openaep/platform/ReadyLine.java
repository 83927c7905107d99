package io.openaep.platform;

import io.openaep.platform.store.DataDirectory;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What a starter needs to know, as one JSON object: every port (null for a closed door), the data
/// directory and the process.
final class ReadyLine {
  private ReadyLine() {}

  static String of(Doors doors, DataDirectory directory) {
    Map<String, Object> members = new LinkedHashMap<>();
    doors.ports().forEach((door, port) -> members.put(door, port.orElse(null)));
    members.put("data", directory.path().toString());
    members.put("pid", ProcessHandle.current().pid());
    return JsonMapper.shared().writeValueAsString(members);
  }
}
