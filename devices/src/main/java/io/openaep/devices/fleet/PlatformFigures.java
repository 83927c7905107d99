package io.openaep.devices.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// What the platform says of its own process at `/metrics`, or Linux of a process on this machine.
///
/// @param cpuSeconds used since its start
/// @param residentBytes of memory
/// @param threads CPU seconds of the threads that are alive, by name; empty where nobody tells
record PlatformFigures(double cpuSeconds, double residentBytes, Map<String, Double> threads) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  PlatformFigures {
    threads = Map.copyOf(threads);
  }

  /// Empty where the platform does not tell.
  static Optional<PlatformFigures> of(URI platform) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(platform.resolve("/metrics")).timeout(TIMEOUT).build();
      String text = http.send(request, BodyHandlers.ofString()).body();
      Optional<Double> cpu = value(text, "process_cpu_seconds_total");
      Optional<Double> resident = value(text, "process_resident_memory_bytes");
      return cpu.map(
          seconds -> new PlatformFigures(seconds, resident.orElse(Double.NaN), Map.of()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Empty where there is no such process, or no Linux.
  static Optional<PlatformFigures> ofProcess(long pid) {
    ProcessTimes times = new ProcessTimes(pid);
    return times
        .cpuSeconds()
        .map(cpu -> new PlatformFigures(cpu, times.residentBytes(), times.threads()));
  }

  /// CPU time between two looks, for each of `count` things, in microseconds.
  static OptionalDouble microsEach(
      Optional<PlatformFigures> before, Optional<PlatformFigures> after, long count) {
    if (before.isEmpty() || after.isEmpty() || count == 0) {
      return OptionalDouble.empty();
    }
    double seconds = after.get().cpuSeconds() - before.get().cpuSeconds();
    return OptionalDouble.of(seconds * 1e6 / count);
  }

  /// The same for the threads of each name.
  static Map<String, Double> microsByThread(
      Optional<PlatformFigures> before, Optional<PlatformFigures> after, long count) {
    Map<String, Double> each = new TreeMap<>();
    if (before.isPresent() && after.isPresent() && count > 0) {
      after
          .get()
          .threads()
          .forEach((name, seconds) -> {
            double used = seconds - before.get().threads().getOrDefault(name, 0.0);
            if (used > 0) {
              each.put(name, used * 1e6 / count);
            }
          });
    }
    return each;
  }

  private static Optional<Double> value(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> Double.valueOf(line.substring(name.length() + 1).strip()))
        .findFirst();
  }
}
