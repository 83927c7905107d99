package io.openaep.conformance.bench;

import io.openaep.conformance.PlatformProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Where the CPU time of a path goes: the load of the benchmark twice, the second time with a
/// recording of the platform's threads, printed as a table. What the recording itself costs is in
/// the figures.
///
/// Arguments: paths, of `tcp`, `mqtt`, `lwm2m`, `lwm2ms`, `registration` and `command`.
public final class ProfileMain {
  private static final Map<String, String> LOADS =
      Map.of(
          "tcp", "--protocol tcp --devices 100 --max --duration 10",
          "mqtt", "--protocol mqtt --devices 100 --max --duration 10",
          "lwm2m", "--protocol lwm2m --devices 200 --max --duration 10",
          "lwm2ms", "--protocol lwm2ms --devices 200 --max --duration 10",
          "registration", "--protocol lwm2m --devices 20000 --rate 10 --duration 1 --sleep PSM");

  private final PlatformProcess platform;
  private final Path recording;

  private ProfileMain(PlatformProcess platform, Path recording) {
    this.platform = platform;
    this.recording = recording;
  }

  public static void main(String[] paths) throws IOException, InterruptedException {
    for (String path : paths) {
      if (!path.equals("command") && !LOADS.containsKey(path)) {
        throw new IllegalArgumentException("paths are command and " + LOADS.keySet());
      }
      Path directory = Files.createTempDirectory("openaep-profile");
      try (PlatformProcess platform = PlatformProcess.start(directory.resolve("data"))) {
        ProfileMain main = new ProfileMain(platform, directory.resolve(path + ".jfr"));
        BenchRow row = path.equals("command") ? main.command() : main.fleet(path);
        System.out.println("\n" + row.line() + "\n\n| part | CPU µs each | share |\n|---|---|---|");
        System.out.println(Profile.of(main.recording).table(row));
        System.out.println("recording: " + main.recording);
      }
    }
  }

  private BenchRow fleet(String path) throws IOException, InterruptedException {
    String words = LOADS.getOrDefault(path, "");
    boolean connects = path.equals("registration");
    FleetRun.of(platform, List.of(words.split(" ", -1)));
    JsonNode result =
        recorded(
            words,
            connects ? "fleet: connecting" : "fleet: measuring",
            connects ? "fleet: connected" : "fleet: verifying");
    return connects
        ? BenchRow.connects(path, Target.NONE, words, result)
        : BenchRow.load(path, Target.NONE, words, result);
  }

  private BenchRow command() throws IOException, InterruptedException {
    List<Boolean> begun = new ArrayList<>();
    return CommandBench.run(
        platform,
        () -> {
          record(begun.isEmpty());
          begun.add(true);
        });
  }

  /// One run of the fleet, recorded between two of the lines that it prints.
  private JsonNode recorded(String words, String begin, String end)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--platform", platform.url()));
    all.addAll(List.of("--server-pid", platform.ready().path("pid").asString()));
    all.addAll(List.of(words.split(" ", -1)));
    Process fleet = FleetRun.start(all, ProcessBuilder.Redirect.PIPE);
    try (BufferedReader progress = fleet.errorReader(StandardCharsets.UTF_8);
        BufferedReader result =
            new BufferedReader(
                new InputStreamReader(fleet.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = progress.readLine(); line != null; line = progress.readLine()) {
        if (line.startsWith(begin)) {
          record(true);
        } else if (line.startsWith(end)) {
          record(false);
        }
      }
      String last = result.readAllAsString().lines().reduce("", (_, line) -> line);
      return FleetRun.figures(all, fleet.waitFor(), last);
    }
  }

  /// Begins or ends the recording, from outside.
  private void record(boolean begin) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(platform.ready().path("pid").asString());
    command.addAll(
        begin
            ? List.of(
                "JFR.start",
                "name=profile",
                "settings=none",
                "+jdk.CPUTimeSample#enabled=true",
                "+jdk.CPUTimeSample#throttle=1ms")
            : List.of("JFR.stop", "name=profile", "filename=" + recording));
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
