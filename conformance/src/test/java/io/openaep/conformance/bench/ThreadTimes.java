package io.openaep.conformance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// CPU time of a process's threads, as Linux tells it; nothing elsewhere.
final class ThreadTimes {
  private ThreadTimes() {}

  /// Microseconds until now, by name without trailing numbers, of the threads that are alive.
  static Map<String, Long> micros(long pid) {
    Map<String, Long> micros = new TreeMap<>();
    for (Path thread : threads(pid)) {
      try {
        String name = Files.readString(thread.resolve("comm")).strip().replaceAll("[-# \\d]+$", "");
        String nanos = Files.readString(thread.resolve("schedstat")).strip().split(" ", 2)[0];
        micros.merge(name, Long.parseLong(nanos) / 1000, Long::sum);
      } catch (IOException _) {
        // It has ended meanwhile.
      }
    }
    return micros;
  }

  /// What each name used between two looks, for each of `count` things.
  static Map<String, Double> each(Map<String, Long> before, Map<String, Long> after, long count) {
    Map<String, Double> each = new TreeMap<>();
    after.forEach((name, micros) -> {
      long used = micros - before.getOrDefault(name, 0L);
      if (used > 0 && count > 0) {
        each.put(name, used / (double) count);
      }
    });
    return each;
  }

  private static List<Path> threads(long pid) {
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return all.toList();
    } catch (IOException _) {
      return List.of();
    }
  }
}
