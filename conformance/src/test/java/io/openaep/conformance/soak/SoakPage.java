package io.openaep.conformance.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/// The page of the reference, with the machine, the date and how long each part took.
final class SoakPage {
  private SoakPage() {}

  static String of(List<SoakRow> rows, SoakLengths lengths, String simulation) throws IOException {
    return """
    # Soak

    Written by `make soak` on %s (UTC): %s, %d cores, Linux %s, Java %s. Each part ran for %d s (`SOAK_SECONDS`), with %d kills
    (`SOAK_KILLS`).

    *Acknowledged* is what devices were told is stored; *stored* is what the history holds of these afterwards, read back through the
    API (more than acknowledged: reports whose acknowledgement was cut off); *lost* must be 0. *p99* is what well-behaved devices felt
    that reported beside the trouble, from a report to its acknowledgement. In the overload parts those are 20 devices with one report
    a second each, of the same protocol; in the others 18 devices over all doors with some 20 reports a second each. The load
    generators run on the same machine as the platform and take their share of it.

    | part | acknowledged | stored | lost | peak memory | p99 of a well-behaved device | |
    |---|---|---|---|---|---|---|
    %s

    Before it, the seeded simulation of the delivery (commands, uplinks, crashes at any step, on a virtual clock; every seed is a life of 600
    steps): `%s`. It fails with the seed if one of its invariants breaks; six planted bugs are found by it in `make verify`.
    """
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            machine(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.version"),
            Runtime.version(),
            lengths.each().toSeconds(),
            lengths.kills(),
            rows.stream().map(SoakRow::markdown).collect(Collectors.joining("\n")),
            simulation);
  }

  private static String machine() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
