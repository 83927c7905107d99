package io.openaep.devices.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// CPU time and memory of a process on this machine, from Linux's `/proc`.
final class ProcessTimes {
  private static final double NANOS = 1e9;
  private static final long KIB = 1024;

  private final long pid;
  private final Path directory;

  ProcessTimes(long pid) {
    this.pid = pid;
    this.directory = Path.of("/proc", Long.toString(pid));
  }

  /// Since its start; empty if it is gone.
  Optional<Double> cpuSeconds() {
    return ProcessHandle.of(pid)
        .flatMap(it -> it.info().totalCpuDuration())
        .map(Duration::toNanos)
        .map(nanos -> nanos / NANOS);
  }

  /// NaN where it is not told.
  double residentBytes() {
    try (Stream<String> lines = Files.lines(directory.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * KIB)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException | UncheckedIOException _) {
      return Double.NaN;
    }
  }

  /// By name without trailing numbers, as far as Linux keeps it (15 characters); only of threads
  /// that are alive.
  Map<String, Double> threads() {
    Map<String, Double> seconds = new TreeMap<>();
    for (Path thread : tasks()) {
      try {
        String name = Files.readString(thread.resolve("comm")).strip().replaceAll("[-# \\d]+$", "");
        String[] words = Files.readString(thread.resolve("schedstat")).strip().split(" ", 2);
        seconds.merge(name, Long.parseLong(words[0]) / NANOS, Double::sum);
      } catch (IOException _) {
        // It has ended meanwhile.
      }
    }
    return seconds;
  }

  private List<Path> tasks() {
    try (Stream<Path> all = Files.list(directory.resolve("task"))) {
      return all.toList();
    } catch (IOException _) {
      return List.of();
    }
  }
}
