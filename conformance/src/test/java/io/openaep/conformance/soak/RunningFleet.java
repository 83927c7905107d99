package io.openaep.conformance.soak;

import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.bench.FleetRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A fleet in a process of its own, beside which others may run.
final class RunningFleet {
  private final List<String> words;
  private final Process process;
  private final CompletableFuture<List<String>> lines;

  private RunningFleet(List<String> words, Process process) {
    this.words = words;
    this.process = process;
    this.lines = CompletableFuture.supplyAsync(this::read, Thread::startVirtualThread);
  }

  /// @param options of `openaep fleet`
  static RunningFleet start(PlatformProcess platform, List<String> options) throws IOException {
    List<String> words = new ArrayList<>(List.of("--platform", platform.url()));
    words.addAll(options);
    return new RunningFleet(words, FleetRun.start(words, ProcessBuilder.Redirect.INHERIT));
  }

  private List<String> read() {
    try {
      byte[] all = process.getInputStream().readAllBytes();
      return new String(all, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for its end.
  ///
  /// @return the object on its last line, whether or not a report was lost
  /// @throws IOException if there is none
  JsonNode result() throws IOException, InterruptedException {
    int status = process.waitFor();
    List<String> said = lines.join();
    if (said.isEmpty() || !said.getLast().startsWith("{")) {
      throw new IOException("fleet " + words + " ended with " + status + ": " + said);
    }
    return JsonMapper.shared().readTree(said.getLast());
  }
}
