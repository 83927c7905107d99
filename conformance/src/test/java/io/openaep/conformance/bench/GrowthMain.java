package io.openaep.conformance.bench;

import io.openaep.conformance.Api;
import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Whether a message costs the same when there is much: fills data directories with devices and
/// reports, starts a platform on each, and measures the start, the heap, reports of a hundred
/// further devices, and queries. Writes docs/reference/growth.md.
///
/// Arguments: sizes as `DEVICES:REPORTS`; without any, three up to a million and ten million.
public final class GrowthMain {
  private static final List<String> SIZES = List.of("1000:0", "100000:1000000", "1000000:10000000");
  private static final String DAYS = "10";
  private static final int QUERIES = 200;

  private GrowthMain() {}

  /// One size.
  ///
  /// @param load of the fleet
  /// @param history p50 and p99 of the newest hundred reports of a device
  /// @param newestDevices the same of the newest hundred devices of the product
  private record Size(
      String devices,
      String reports,
      double fileMb,
      double startSeconds,
      double heapMb,
      JsonNode load,
      Took history,
      Took newestDevices) {
    String markdown() {
      return String.format(
          Locale.ROOT,
          "| %,d | %,d | %,.0f MB | %.1f s | %.0f MB | %.1f | %,.0f | %.1f ms | %.1f / %.1f ms | %.1f / %.1f ms |",
          Long.parseLong(devices),
          Long.parseLong(reports),
          fileMb,
          startSeconds,
          heapMb,
          load.path("cpu_us").asDouble(),
          load.path("rate").asDouble(),
          load.path("p99_ms").asDouble(),
          history.p50Millis(),
          history.p99Millis(),
          newestDevices.p50Millis(),
          newestDevices.p99Millis());
    }
  }

  /// How long calls took.
  private record Took(double p50Millis, double p99Millis) {}

  /// A call to the platform.
  private interface Call {
    int make() throws IOException;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<Size> sizes = new ArrayList<>();
    for (String size : arguments.length == 0 ? SIZES : List.of(arguments)) {
      String[] words = size.split(":", 2);
      sizes.add(measure(words[0], words[1]));
      System.out.println(sizes.getLast().markdown());
    }
    Path page = PlatformProcess.root().resolve("docs/reference/growth.md");
    Files.writeString(page, page(sizes));
    System.out.println("written to " + page);
  }

  private static Size measure(String devices, String reports)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("openaep-growth");
    Path data = directory.resolve("data");
    String[] filled =
        Server.fill(
            PlatformProcess.root(),
            List.of(data.toString(), devices, reports, DAYS, PlatformProcess.app()));
    Api.Product product = new Api.Product(Long.parseLong(filled[1]), filled[2]);
    long began = System.nanoTime();
    try (PlatformProcess platform = PlatformProcess.start(data)) {
      double startSeconds = (System.nanoTime() - began) / 1e9;
      Heap heap = Heap.of(platform.ready().path("pid").asLong());
      JsonNode load = FleetRun.of(platform, UplinkBench.words("tcp", 100, 10, List.of()));
      Api api = platform.api();
      return new Size(
          devices,
          reports,
          megabytes(data),
          startSeconds,
          heap.totalBytes() / 1e6,
          load,
          millis(() -> api.newestReports(product.id(), filled[3], 100)),
          millis(() -> api.newestDevices(product, 100)));
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static double megabytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(it -> it.toFile().length()).sum() / 1e6;
    }
  }

  private static Took millis(Call call) throws IOException {
    double[] took = new double[QUERIES];
    for (int i = 0; i < QUERIES; i++) {
      long start = System.nanoTime();
      call.make();
      took[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(took);
    return new Took(took[QUERIES / 2], took[QUERIES * 99 / 100]);
  }

  private static String page(List<Size> sizes) throws IOException {
    return """
    # Growth

    Written by one run of `make bench-growth` on %s (UTC), %d cores, Java %s. Load average when it ended: %s.

    Each row is a data directory that was filled by the stores' own code (reports of 200 bytes over %s days; devices beyond the first
    thousand are copies of a row), on which a platform is started. The heap is taken after a full collection right after the start.
    The load is a hundred further devices over TCP, ten reports outstanding. Queries are signed calls, p50 / p99 of %d: the newest
    hundred reports of a device, and the newest hundred devices of the product with all its devices. Targets: the cost of a message
    stays flat, start ≤ 10 s with ≤ 300 MB of heap at a million devices, queries below 50 ms.

    | devices | reports stored | files | start | heap | CPU µs/report | reports/s | p99 | history of a device | devices of a product |
    |---|---|---|---|---|---|---|---|---|---|
    %s
    """
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            Files.readString(Path.of("/proc/loadavg")).strip(),
            DAYS,
            QUERIES,
            sizes.stream().map(Size::markdown).collect(Collectors.joining("\n")));
  }
}
