package io.openaep.conformance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// What a figure was taken on, read from /proc.
public final class Machine {
  private Machine() {}

  /// Date, processor, memory, system, Java and how busy it is: for the head of a page.
  public static String words() throws IOException {
    return "%s (UTC): %s, %d cores, %s of memory, Linux %s, Java %s. Load average when it ended: %s"
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            fact("/proc/cpuinfo", "model name"),
            cores(),
            fact("/proc/meminfo", "MemTotal"),
            System.getProperty("os.version"),
            Runtime.version(),
            Files.readString(Path.of("/proc/loadavg")).strip());
  }

  /// A process's memory.
  public static double residentMiB(long pid) throws IOException {
    return memoryMiB(pid, "VmRSS");
  }

  /// The most that it was since the process began.
  public static double peakMiB(long pid) throws IOException {
    return memoryMiB(pid, "VmHWM");
  }

  private static double memoryMiB(long pid, String name) throws IOException {
    return Long.parseLong(fact("/proc/" + pid + "/status", name).split(" ", 2)[0]) / 1024.0;
  }

  /// Of the machine; this process may be pinned to one.
  private static long cores() throws IOException {
    return lines("/proc/cpuinfo").stream().filter(line -> line.startsWith("processor")).count();
  }

  private static String fact(String file, String name) throws IOException {
    return lines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of(file));
  }
}
