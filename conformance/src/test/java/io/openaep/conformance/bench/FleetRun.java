package io.openaep.conformance.bench;

import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One run of `openaep fleet` in a process of its own.
final class FleetRun {
  private FleetRun() {}

  /// @return the object on its last line
  /// @throws IOException if it failed, or a report was lost
  static JsonNode of(PlatformProcess platform, List<String> words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    String prefix = System.getProperty("openaep.fleet-prefix", "");
    if (!prefix.isEmpty()) {
      command.addAll(List.of(prefix.split(" ", -1)));
    }
    command.addAll(PlatformProcess.java());
    command.addAll(List.of("fleet", "--json", "--platform", platform.url()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("OPENAEP_APP", PlatformProcess.app());
    Process fleet = builder.start();
    List<String> lines =
        new String(fleet.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    int status = fleet.waitFor();
    if (status != 0) {
      throw new IOException("fleet " + words + " ended with " + status + ": " + lines);
    }
    return JsonMapper.shared().readTree(lines.getLast());
  }
}
