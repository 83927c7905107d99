package io.openaep.conformance.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The page of the reference, with the command, the machine and the date.
final class BenchPage {
  /// Of each second.
  private static final double HALF_A_CORE_MICROS = 500_000;

  private static final int THREADS_SHOWN = 5;

  private List<UplinkBench.Compared> paths = List.of();
  private List<BenchRow> others = List.of();
  private List<PeerBench.Peer> peers = List.of();
  private List<MemoryBench.Held> memory = List.of();

  void paths(List<UplinkBench.Compared> rows) {
    paths = rows;
  }

  void others(List<BenchRow> rows) {
    others = rows;
  }

  void peers(List<PeerBench.Peer> rows) {
    peers = rows;
  }

  void memory(List<MemoryBench.Held> rows) {
    memory = rows;
  }

  String text() throws IOException {
    return """
    # Benchmarks

    Written by one run of `make bench` on %s.

    The fleet runs on one core against a platform in its own process on the other, where there are two. Payloads are 200 bytes; every
    acknowledged report is durable (SQLite, `synchronous=FULL`, group commit), and after each run the fleet has read back through the
    API that every one is stored. CPU is that of the whole process of the server for each report (or each connected device), kernel
    and garbage collection included; it is the figure to plan with, because the rate depends on what the load generator needs of its
    own core. Other work on the machine raises both.

    ## Reports

    *Tails* is what of the CPU time follows the journal behind the acknowledgement: history, latest values, status, commands, push.
    *Compiling* is the JVM's own, which ends when the program is warm: each load has run once before it is
    measured, here and on the bare server. *Bare* is a server on the same libraries that decodes and acknowledges and does nothing else, in the same run; it asks no disk, so what separates the two
    is durability, the folds and the protocol's rules. *A core at half load* is what to plan with: 500,000 µs of each second at this
    CPU time.

    | path | target | CPU µs each | without tails | compiling | each second | a core at half load | p50 | p99 | bare: CPU µs | ratio | bare: each second |
    |---|---|---|---|---|---|---|---|---|---|---|---|
    %s

    Options of `openaep fleet` for each, and where the CPU time goes (threads of the server, µs a report; `lwm2m` is the thread on
    which all CoAP is spoken, `door` the event loops of TCP and MQTT, `VM Thread` collects garbage):

    | path | options | threads |
    |---|---|---|
    %s

    ## Connecting, commands, push

    *Compiling* is included, as above: a registration that the page of [performance](performance.md) takes apart is without it. The
    registrations are those of the second such fleet; a command's warm-up is 20 s. Stored on the way is each step, so there is no bare server to compare with.

    | what | target | CPU µs each | without tails | compiling | each second | p50 | p99 | how |
    |---|---|---|---|---|---|---|---|---|
    %s

    Where the time of a path goes that has **missed** its target, and what was tried: [performance](performance.md).

    ## The same load elsewhere

    %s

    | program | path | CPU µs each | each second | p50 | p99 | what its acknowledgement promises |
    |---|---|---|---|---|---|---|
    %s

    ## Memory

    Heap after a full collection, the difference between few and many devices, with the object headers that the launcher asks for
    (`-XX:+UseCompactObjectHeaders`). *Of classes of ours* and *of the CoAP library's* count instances of those classes alone; what
    they keep in strings, arrays and maps of the JDK is in the whole. 25,000 devices come before those that are counted, and fill what
    is bounded whatever their number is: the trace (32 MiB) and the registry's memory of recent devices. For four minutes after a
    message CoAP remembers it (RFC 7252, 4.8.2), to recognise a repetition. *Without the CoAP library's* is what the target is held
    against; over DTLS, what comes on top of the plain registration of the same age is the session and what Scandium keeps of its handshake.

    | what | target | KiB each | without the CoAP library's | of classes of ours | of the CoAP library's |
    |---|---|---|---|---|---|
    %s
    """
        .formatted(
            Machine.words(),
            rows(paths.stream().map(BenchPage::path).toList()),
            rows(paths.stream().map(it -> threads(it.ours())).toList()),
            rows(others.stream().map(BenchPage::other).toList()),
            "One run of the fleet each, on the same cores, after another in which Leshan was compiled.",
            rows(peers.stream().map(BenchPage::peer).toList()),
            rows(memory.stream().map(BenchPage::held).toList()));
  }

  private static String rows(List<String> rows) {
    return String.join("\n", rows);
  }

  private static String path(UplinkBench.Compared row) {
    BenchRow ours = row.ours();
    String bare =
        row.bare()
            .map(it ->
                "%.1f | %.1f | %,.0f"
                    .formatted(it.cpuMicros(), ours.cpuMicros() / it.cpuMicros(), it.perSecond()))
            .orElse("– | – | –");
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.1f | %.1f | %.1f | %,.0f | %,.0f | %s | %s | %s |",
        ours.name(),
        ours.target().judge(ours),
        ours.cpuMicros(),
        ours.cpuMicros() - ours.tailMicros(),
        ours.compilingMicros(),
        ours.perSecond(),
        HALF_A_CORE_MICROS / ours.cpuMicros(),
        BenchRow.millis(ours.p50Millis()),
        BenchRow.millis(ours.p99Millis()),
        bare);
  }

  private static String threads(BenchRow row) {
    String most =
        row.threads().entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .limit(THREADS_SHOWN)
            .map(it -> "%s %.1f".formatted(it.getKey(), it.getValue()))
            .collect(Collectors.joining(", "));
    return "| %s | `%s` | %s |".formatted(row.name(), row.words(), most);
  }

  private static String other(BenchRow row) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.1f | %s | %s | %,.0f | %s | %s | `%s` |",
        row.name(),
        row.target().judge(row),
        row.cpuMicros(),
        told(row, row.cpuMicros() - row.tailMicros()),
        told(row, row.compilingMicros()),
        row.perSecond(),
        BenchRow.millis(row.p50Millis()),
        BenchRow.millis(row.p99Millis()),
        row.words());
  }

  /// What is worked out of the threads, where they were told.
  private static String told(BenchRow row, double micros) {
    return row.threads().isEmpty() ? "–" : String.format(Locale.ROOT, "%.1f", micros);
  }

  private static String peer(PeerBench.Peer peer) {
    BenchRow row = peer.row();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.1f | %,.0f | %s | %s | %s |",
        peer.program(),
        row.name(),
        row.cpuMicros(),
        row.perSecond(),
        BenchRow.millis(row.p50Millis()),
        BenchRow.millis(row.p99Millis()),
        peer.promise());
  }

  private static String held(MemoryBench.Held held) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.2f | %.2f | %.2f | %.2f |",
        held.name(),
        held.target(),
        held.each(held.heap().totalBytes()),
        held.ours(),
        held.each(held.heap().ownBytes()),
        held.each(held.heap().coapBytes()));
  }
}
