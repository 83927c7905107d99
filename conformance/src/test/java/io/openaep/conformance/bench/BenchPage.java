package io.openaep.conformance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/// The page of the reference, with the machine and the date.
final class BenchPage {
  private BenchPage() {}

  static String of(List<BenchRow> rows) throws IOException {
    return """
    # Benchmarks

    Written by `make bench` on %s (UTC): %s, %d cores, %s of memory, Linux %s, Java %s. Load average when it ended: %s.

    The fleet runs against a platform in its own process, one core each where there are two. Payloads are 200 bytes; every
    acknowledged report is durable (SQLite, `synchronous=FULL`, group commit), and after each run the fleet has read back through the
    API that every one is stored. CPU is that of the platform's process for each report (or each connected device), with the
    history, latest-value, status and trace folds that run beside it; it is the figure to plan with, because the rate depends on
    what the load generator needs of its own core. Other work on the machine raises both.

    | path | CPU µs each | each second | p50 | p99 | options of `openaep fleet` |
    |---|---|---|---|---|---|
    %s
    """
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            fact("/proc/cpuinfo", "model name"),
            Runtime.getRuntime().availableProcessors(),
            fact("/proc/meminfo", "MemTotal"),
            System.getProperty("os.version"),
            Runtime.version(),
            Files.readString(Path.of("/proc/loadavg")).strip(),
            rows.stream().map(BenchRow::markdown).collect(Collectors.joining("\n")));
  }

  private static String fact(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
