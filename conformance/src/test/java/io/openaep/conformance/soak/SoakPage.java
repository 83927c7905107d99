package io.openaep.conformance.soak;

import io.openaep.conformance.bench.Machine;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// The page of the reference, with the machine, and when and how long each part ran.
final class SoakPage {
  private SoakPage() {}

  /// @param simulation the lines that it printed
  /// @param growth the table of the largest size, or why there is none
  static String of(List<KeptRows.Kept> rows, String simulation, String growth) throws IOException {
    return """
    # Soak

    Written by `make soak` on %s

    The last column tells when a part ended (UTC) and how long it ran (`SOAK_SECONDS`, `SOAK_KILLS`); `scripts/soak PART` takes one
    again.

    *Acknowledged* is what devices were told is stored; *stored* is what the history holds of these devices afterwards, read back through
    the API (more than acknowledged where the acknowledgement of a stored report was cut off); *lost*, acknowledged and not there, must be 0.
    *p99* is what well-behaved devices felt that reported beside the trouble, from a report to its acknowledgement. In the overload parts
    those are 20 devices with one report a second each, of the same protocol; in the others 18 devices over all doors with some 20 reports
    a second each, fewer where they wait longer; under SIGKILL 18 that report without a pause and feel each restart. The load generators run on
    the same machine as the platform and take their share of it.

    *Sustained* is what a fleet that sends as fast as it is answered got in 15 s before, on both cores; *offered* is four times that, and *took* what
    of it was acknowledged a second. Commands under SIGKILL end as delivered (指令已送达) or, as where the connection ends before the device has
    answered, as failed (指令发送失败); none is lost, sent twice or lied about.

    | part | acknowledged | stored | lost | peak memory | p99 of a well-behaved device | | ended |
    |---|---|---|---|---|---|---|---|
    %s

    ## Memory

    The platform of each part has a heap of %d MB (`-Xmx512m`), as the benchmarks; everything else of the process may take %d MB more, and a
    part whose peak is higher fails. Where the memory is at the end of each part, in MB, by the JVM's own account
    (`-XX:NativeMemoryTracking=summary`, which takes some of it): *not the JVM's* is what SQLite and the C library hold, less what
    was committed and never touched; below 0 where much of the heap was. Under SIGKILL each round has a process of its own.

    | part | resident | heap | classes | code, compilers | direct buffers | threads | other of the JVM | not the JVM's |
    |---|---|---|---|---|---|---|---|---|
    %s

    ## A hundred million reports

    As on the page of [growth](growth.md), where the columns are explained; the reports lie in a hundred days. Where the disk has no room
    for it, it is left out.

    %s

    ## Simulation

    Before the parts, the seeded simulation of the delivery (commands, uplinks, crashes at any step, on a virtual clock; every seed is a life of 600
    steps). It fails with the seed if one of its invariants breaks. Each *planted* line is a bug that was put into it on purpose, the
    seed of the life in which it was found, and the invariant that broke; `make verify` plays a part of it.

    ```
    %s
    ```
    """
        .formatted(
            Machine.words(),
            rows.stream().map(KeptRows.Kept::figures).collect(Collectors.joining("\n")),
            SoakRow.HEAP_MIB,
            SoakRow.BESIDES_MIB,
            rows.stream().flatMap(row -> row.memory().stream()).collect(Collectors.joining("\n")),
            growth,
            simulation.strip());
  }
}
