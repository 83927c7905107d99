package io.openaep.devices.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the platform says of its own process at `/metrics`.
///
/// @param cpuSeconds used since its start
/// @param residentBytes of memory
record PlatformFigures(double cpuSeconds, double residentBytes) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// Empty where the platform does not tell.
  static Optional<PlatformFigures> of(URI platform) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(platform.resolve("/metrics")).timeout(TIMEOUT).build();
      String text = http.send(request, BodyHandlers.ofString()).body();
      Optional<Double> cpu = value(text, "process_cpu_seconds_total");
      Optional<Double> resident = value(text, "process_resident_memory_bytes");
      return cpu.map(seconds -> new PlatformFigures(seconds, resident.orElse(Double.NaN)));
    } catch (IOException _) {
      return Optional.empty();
    }
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

  private static Optional<Double> value(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> Double.valueOf(line.substring(name.length() + 1).strip()))
        .findFirst();
  }
}
