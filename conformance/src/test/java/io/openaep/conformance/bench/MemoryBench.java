package io.openaep.conformance.bench;

import io.openaep.conformance.PlatformProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// Heap of what devices leave in it: the difference between few and many of them, each taken after
/// a full collection. The first devices are not counted: they fill what is bounded whatever their
/// number is (the trace, the registry's memory of recent devices).
final class MemoryBench {
  private static final int FILLING = 25_000;
  private static final int REGISTERED = 15_000;
  private static final int SECURED = 3_000;
  private static final int FEW_CONNECTED = 300;
  private static final int CONNECTED = 4_000;
  private static final int SETTLE_SECONDS = 3;

  /// RFC 7252, 4.8.2: so long Californium remembers messages, and some seconds until it looks.
  private static final Duration REMEMBERED = Duration.ofSeconds(267);

  private final PlatformProcess platform;
  private final List<Held> held = new ArrayList<>();

  private MemoryBench(PlatformProcess platform) {
    this.platform = platform;
  }

  /// @param heap of all that came on top of the few
  /// @param limit KiB of it each that the project set itself, without the CoAP library's classes;
  ///   NaN for none
  record Held(String name, double limit, int devices, Heap heap) {
    double each(long bytes) {
      return bytes / 1024.0 / devices;
    }

    /// All but instances of the CoAP library's classes.
    double ours() {
      return each(heap.totalBytes() - heap.coapBytes());
    }

    String target() {
      return Double.isNaN(limit) ? "" : Target.verdict("≤ %.1f KiB", limit, ours() <= limit);
    }
  }

  static List<Held> run(Path directory) throws IOException, InterruptedException {
    try (PlatformProcess platform = PlatformProcess.start(directory.resolve("memory"))) {
      MemoryBench bench = new MemoryBench(platform);
      bench.registrations();
      bench.connections("idle TCP connection", "tcp");
      bench.connections("idle MQTT connection", "mqtt");
      bench.secured(); // last: what it leaves for four minutes would be missed in the others
      return bench.held;
    }
  }

  private void registrations() throws IOException, InterruptedException {
    register("lwm2m", FILLING);
    Heap some = heap();
    register("lwm2m", REGISTERED);
    Heap fresh = heap();
    TimeUnit.SECONDS.sleep(REMEMBERED.toSeconds());
    Heap rested = heap();
    Heap registered = fresh.minus(some);
    Heap forgotten = fresh.minus(rested).times(REGISTERED, FILLING + REGISTERED);
    add(
        new Held(
            "LwM2M registration with observation", 1.5, REGISTERED, registered.minus(forgotten)));
    add(new Held("the same in its first four minutes", Double.NaN, REGISTERED, registered));
  }

  private void secured() throws IOException, InterruptedException {
    Heap before = heap();
    register("lwm2ms", SECURED);
    add(
        new Held(
            "LwM2M registration over DTLS, in its first four minutes",
            Double.NaN,
            SECURED,
            heap().minus(before)));
  }

  /// Connections end with their fleet.
  private void connections(String name, String protocol) throws IOException, InterruptedException {
    Heap few = with(protocol, FEW_CONNECTED);
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    Heap many = with(protocol, FEW_CONNECTED + CONNECTED);
    add(new Held(name, 5, CONNECTED, many.minus(few)));
  }

  private void add(Held one) {
    System.out.printf(
        "%-48s %.2f KiB each (own classes %.2f, CoAP library's %.2f)%n",
        one.name(),
        one.each(one.heap().totalBytes()),
        one.each(one.heap().ownBytes()),
        one.each(one.heap().coapBytes()));
    held.add(one);
  }

  private Heap heap() throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    return Heap.of(platform.ready().path("pid").asLong());
  }

  /// Registrations stay; the devices sleep, so that there may be more of them than descriptors.
  private void register(String protocol, int devices) throws IOException, InterruptedException {
    List<String> words =
        List.of(
            "--protocol",
            protocol,
            "--devices",
            Integer.toString(devices),
            "--sleep",
            "PSM",
            "--rate",
            "1",
            "--duration",
            "1");
    JsonNode result = FleetRun.of(platform, words);
    if (result.path("connected").asInt() != devices) {
      throw new IOException("not all of " + devices + " devices registered: " + result);
    }
  }

  /// The platform's heap while so many devices of a new fleet are connected and say nothing.
  private Heap with(String protocol, int devices) throws IOException, InterruptedException {
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
      return heap();
    } finally {
      fleet.destroyForcibly();
      fleet.waitFor();
    }
  }
}
