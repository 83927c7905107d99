package io.openaep.conformance.bench;

import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One run of `openaep fleet` in a process of its own.
public final class FleetRun {
  private FleetRun() {}

  /// Against the platform.
  ///
  /// @return the object on its last line
  /// @throws IOException if it failed, or a report was lost or altered
  public static JsonNode of(PlatformProcess platform, List<String> words)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--platform", platform.url()));
    all.addAll(List.of("--server-pid", platform.ready().path("pid").asString()));
    all.addAll(words);
    return run(all);
  }

  /// Against another server.
  static JsonNode of(Server server, List<String> words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(server.words());
    all.addAll(words);
    return run(all);
  }

  private static JsonNode run(List<String> words) throws IOException, InterruptedException {
    Process fleet = start(words, ProcessBuilder.Redirect.DISCARD);
    List<String> lines =
        new String(fleet.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    return figures(words, fleet.waitFor(), lines.isEmpty() ? "" : lines.getLast());
  }

  /// The figures of a run that has ended. One in which nothing is wrong but that reports are stored
  /// twice has measured what it was to measure: it is told, and does not end the benchmark.
  ///
  /// @param last the last line that it printed
  /// @throws IOException if it failed, or a report was lost or altered
  static JsonNode figures(List<String> words, int status, String last) throws IOException {
    JsonNode figures =
        last.startsWith("{")
            ? JsonMapper.shared().readTree(last)
            : JsonMapper.shared().createObjectNode();
    long duplicates = figures.path("duplicates").asLong(0);
    boolean onlyDoubled =
        status == 1
            && duplicates > 0
            && figures.path("lost").asLong(-1) == 0
            && figures.path("altered").asLong(-1) == 0
            && figures.path("connected").asLong(0) > 0;
    if (status != 0 && !onlyDoubled) {
      throw new IOException("fleet " + words + " ended with " + status + ": " + last);
    }
    if (duplicates > 0) {
      System.out.printf("fleet %s: %d reports are stored a second time%n", words, duplicates);
    }
    return figures;
  }

  /// Starts one and does not wait.
  public static Process start(List<String> words, ProcessBuilder.Redirect errors)
      throws IOException {
    List<String> command = new ArrayList<>();
    String prefix = System.getProperty("openaep.fleet-prefix", "");
    if (!prefix.isEmpty()) {
      command.addAll(List.of(prefix.split(" ", -1)));
    }
    List<String> java = PlatformProcess.java();
    command.add(java.getFirst());
    command.add("-Xmx1500m"); // after it comes what the platform is given
    command.addAll(
        java.subList(1, java.size()).stream()
            .filter(it -> !it.startsWith("-Xmx") && !it.startsWith("-XX:AOTCache"))
            .toList());
    command.addAll(List.of("fleet", "--json"));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(errors);
    builder.environment().put("OPENAEP_APP", PlatformProcess.app());
    return builder.start();
  }
}
