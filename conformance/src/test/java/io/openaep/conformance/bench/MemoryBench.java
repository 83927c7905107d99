package io.openaep.conformance.bench;

import io.openaep.conformance.PlatformProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Heap of what devices leave in it: the difference between few and many of them, each taken after
/// a full collection.
final class MemoryBench {
  private static final int FEW = 300;
  private static final int SETTLE_SECONDS = 3;

  private MemoryBench() {}

  /// @param heap of all that came on top of the few
  record Held(String name, String target, int devices, Heap heap) {
    double each(long bytes) {
      return bytes / 1024.0 / devices;
    }
  }

  static List<Held> run(Path directory) throws IOException, InterruptedException {
    List<Held> held = new ArrayList<>();
    try (PlatformProcess platform = PlatformProcess.start(directory.resolve("memory"))) {
      held.add(stream(platform, "idle TCP connection", "tcp"));
      held.add(stream(platform, "idle MQTT connection", "mqtt"));
      held.add(
          registered(
              platform,
              "LwM2M registration with observation",
              "≤ 1.5 KiB of ours",
              "lwm2m",
              6_000));
      held.add(
          registered(
              platform,
              "the same with a DTLS session",
              "2.5 KiB more for the session",
              "lwm2ms",
              3_000));
    }
    for (Held one : held) {
      System.out.printf(
          "%-48s %.2f KiB each (own classes %.2f, CoAP library's %.2f)%n",
          one.name(),
          one.each(one.heap().totalBytes()),
          one.each(one.heap().ownBytes()),
          one.each(one.heap().coapBytes()));
    }
    return held;
  }

  /// Connections end with their fleet.
  private static Held stream(PlatformProcess platform, String name, String protocol)
      throws IOException, InterruptedException {
    int many = 4_000 + FEW;
    Heap few = with(platform, protocol, FEW);
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    Heap more = with(platform, protocol, many);
    return new Held(name, "≤ 5 KiB", many - FEW, more.minus(few));
  }

  /// Registrations stay.
  private static Held registered(
      PlatformProcess platform, String name, String target, String protocol, int many)
      throws IOException, InterruptedException {
    Heap few = with(platform, protocol, FEW);
    Heap more = with(platform, protocol, many);
    return new Held(name, target, many, more.minus(few));
  }

  /// The platform's heap while so many devices of a new fleet are connected and say nothing.
  private static Heap with(PlatformProcess platform, String protocol, int devices)
      throws IOException, InterruptedException {
    List<String> words =
        List.of(
            "--platform",
            platform.url(),
            "--protocol",
            protocol,
            "--devices",
            Integer.toString(devices),
            "--rate",
            "0.01",
            "--duration",
            "300");
    Process fleet = FleetRun.start(words, ProcessBuilder.Redirect.PIPE);
    try (BufferedReader told =
        new BufferedReader(new InputStreamReader(fleet.getErrorStream(), StandardCharsets.UTF_8))) {
      String wanted = "connected " + devices + " of " + devices;
      String line = told.readLine();
      while (line != null && !line.contains("fleet: connected")) {
        line = told.readLine();
      }
      if (line == null || !line.contains(wanted)) {
        throw new IOException("not all of " + devices + " devices connected: " + line);
      }
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      return Heap.of(platform.ready().path("pid").asLong());
    } finally {
      fleet.destroyForcibly();
      fleet.waitFor();
    }
  }
}
