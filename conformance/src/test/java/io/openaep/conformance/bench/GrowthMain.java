package io.openaep.conformance.bench;

import io.openaep.conformance.Api;
import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.Rest;
import io.openaep.conformance.bench.GrowthRow.Retained;
import io.openaep.conformance.bench.GrowthRow.Took;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Whether a message costs the same when there is much: fills data directories with devices and
/// reports, starts a platform on each, and measures the start, the heap, reports of a hundred
/// further devices, queries, and what devices feel while old days are dropped. Writes
/// docs/reference/growth.md.
///
/// Arguments: sizes ({@link GrowthSize}); without any, five up to a million and ten million, of
/// which two neighbours differ in devices or in reports alone. With `--rows FILE` before them the
/// table alone is written, to that file, or why there is no room.
public final class GrowthMain {
  private static final List<String> SIZES =
      List.of("1000:0", "1000:1000000", "100000:1000000", "1000000:1000000", "1000000:10000000");
  private static final int QUERIES = 200;
  private static final int RUNS = 3;
  private static final int DAYS_DROPPED = 5;

  /// Of the steady load; the first sweep of the retention is ten seconds after the start.
  private static final String STEADY_SECONDS = "20";

  private GrowthMain() {}

  /// A call to the platform.
  private interface Call {
    long make() throws IOException, InterruptedException;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(arguments));
    Optional<Path> rows = Optional.empty();
    if (words.size() > 1 && words.getFirst().equals("--rows")) {
      rows = Optional.of(Path.of(words.get(1)).toAbsolutePath());
      words.subList(0, 2).clear();
    }
    List<GrowthRow> measured = new ArrayList<>();
    for (String word : words.isEmpty() ? SIZES : words) {
      GrowthSize size = GrowthSize.parse(word);
      Optional<String> lacking = FilledDirectory.lacksRoom(size);
      if (lacking.isPresent()) {
        System.out.println("growth: " + lacking.get());
        if (rows.isPresent()) {
          Files.writeString(rows.get(), "Not measured: " + lacking.get() + "\n");
        }
        System.exit(rows.isPresent() ? 0 : 1);
      }
      measured.add(measure(size));
      System.out.println(measured.getLast().markdown());
    }
    String table =
        GrowthRow.HEAD
            + measured.stream().map(GrowthRow::markdown).collect(Collectors.joining("\n"))
            + "\n";
    Path page = rows.orElse(PlatformProcess.root().resolve("docs/reference/growth.md"));
    Files.writeString(page, rows.isPresent() ? table : page(table));
    System.out.println("written to " + page);
  }

  private static GrowthRow measure(GrowthSize size) throws IOException, InterruptedException {
    try (FilledDirectory filled = FilledDirectory.fill(size)) {
      GrowthRow row = loaded(filled, size);
      return row.with(dropping(filled, size, row.retention()));
    }
  }

  /// Everything but what is felt while days are dropped.
  private static GrowthRow loaded(FilledDirectory filled, GrowthSize size)
      throws IOException, InterruptedException {
    double megabytes = filled.megabytes("");
    double historyMb = filled.megabytes("data.db");
    long began = System.nanoTime();
    try (PlatformProcess platform = PlatformProcess.start(filled.data())) {
      double startSeconds = (System.nanoTime() - began) / 1e9;
      Heap heap = Heap.of(platform.ready().path("pid").asLong());
      JsonNode load = load(platform);
      Api api = platform.api();
      Rest rest = Rest.of(platform, filled.data());
      long product = filled.product().id();
      String newest = "/api/products/" + product + "/reports?limit=100";
      return new GrowthRow(
          size,
          megabytes,
          historyMb,
          startSeconds,
          heap.totalBytes() / 1e6,
          load,
          millis(() -> api.newestReports(product, filled.deviceId(), 100)),
          millis(() -> api.countReports(product, filled.deviceId())),
          millis(() -> rest.get(newest).path("items").size()),
          millis(() -> rest.get(newest + "&to=" + anyTime(size)).path("items").size()),
          millis(() -> api.newestDevices(filled.product(), 100)),
          new Retained(FleetRun.of(platform, steady()).path("p99_ms").asDouble(), Double.NaN, 0));
    }
  }

  /// The middle one of three runs, by its CPU time, after one in which the code was compiled.
  private static JsonNode load(PlatformProcess platform) throws IOException, InterruptedException {
    List<String> words = UplinkBench.words("tcp", 100, 10, List.of());
    JsonNode _ = FleetRun.of(platform, words);
    List<JsonNode> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(FleetRun.of(platform, words));
    }
    runs.sort(Comparator.comparingDouble(it -> it.path("cpu_us").asDouble()));
    return runs.get(RUNS / 2);
  }

  private static List<String> steady() {
    return List.of(
        "--protocol", "mqtt", "--devices", "50", "--rate", "1000", "--duration", STEADY_SECONDS);
  }

  /// Starts the platform again with a shorter retention.
  private static Retained dropping(FilledDirectory filled, GrowthSize size, Retained before)
      throws IOException, InterruptedException {
    if (size.reports() == 0 || size.days() <= DAYS_DROPPED) {
      return before;
    }
    Path config = filled.beside("keep.yaml");
    Files.writeString(config, "keep-history: " + (size.days() - DAYS_DROPPED) + "d\n");
    try (PlatformProcess platform =
        PlatformProcess.start(filled.data(), "--config", config.toString())) {
      double felt = FleetRun.of(platform, steady()).path("p99_ms").asDouble();
      long days;
      try (var log = Files.lines(filled.beside("data.log"))) {
        days = log.filter(line -> line.contains("history dropped day=")).count();
      }
      return new Retained(before.quietMillis(), felt, days * (size.reports() / size.days()));
    }
  }

  /// Within the days that were filled.
  private static Instant anyTime(GrowthSize size) {
    long millis = Duration.ofDays(size.days()).toMillis();
    return Instant.now()
        .truncatedTo(ChronoUnit.DAYS)
        .minusMillis(ThreadLocalRandom.current().nextLong(millis));
  }

  private static Took millis(Call call) throws IOException, InterruptedException {
    double[] took = new double[QUERIES];
    for (int i = 0; i < QUERIES; i++) {
      long start = System.nanoTime();
      long _ = call.make();
      took[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(took);
    return new Took(took[QUERIES / 2], took[QUERIES * 99 / 100]);
  }

  private static String page(String table) throws IOException {
    return """
    # Growth

    Written by one run of `make bench-growth` on %s.

    Each row is a data directory that was filled by the stores' own code (reports of 200 bytes over ten days; devices beyond the first
    thousand are copies of a row), on which a platform is started. *Bytes a report* is `data.db` divided by
    the reports: each with its place in the index of devices. The heap is taken after a full collection right after the start.
    The load is a hundred further devices over TCP, ten reports outstanding. Queries are p50 / p99 of %d calls to
    the signed API: the newest hundred reports of a device, the number of all its reports, and the newest hundred devices of the product with
    their states; and to the REST API: the newest hundred reports over all devices of the product, and the hundred before a time somewhere in
    the days that were filled, which is another one each time. The steady load is 1,000 reports a second over MQTT QoS 1; its p99 is to the acknowledgement, first with nothing else to do, then on a
    platform that was started with a shorter `keep-history` and drops the oldest days meanwhile.

    From each row to the next only the devices or only the reports are more; *files* are those of the whole data directory. The cost of a message is the middle one of three
    runs after a warm-up; what these store comes on top of the reports of the row before it is queried. The platform has one core, and
    the start is that of `./openaep serve` on it.

    Targets: the cost of a message stays flat, start ≤ 10 s with ≤ 300 MB of heap at a million devices, queries below 50 ms, no pause
    that a device could feel while old days go. A hundred million reports are a part of `make soak`: see the [soak](soak.md).

    %s\
    """
        .formatted(Machine.words(), QUERIES, table);
  }
}
