package io.openaep.conformance.bench;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// What one size came to.
///
/// @param historyMb of `data.db` alone
/// @param load of the fleet, as fast as it goes
/// @param history the newest hundred reports of a device
/// @param count of all reports of a device
/// @param product the newest hundred reports of the product
/// @param earlier its hundred reports before any time
/// @param devices the newest hundred devices of the product
/// @param retention beside a steady load
record GrowthRow(
    GrowthSize size,
    double fileMb,
    double historyMb,
    double startSeconds,
    double heapMb,
    JsonNode load,
    Took history,
    Took count,
    Took product,
    Took earlier,
    Took devices,
    Retained retention) {
  static final String HEAD =
      """
      | devices | reports stored | files | bytes a report | start | heap | CPU µs/report | reports/s | history of a device | count of a device | newest of a product | up to any time | devices of a product | steady load: p99 | while old days go |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  /// How long calls took.
  record Took(double p50Millis, double p99Millis) {
    String text() {
      return String.format(Locale.ROOT, "%.1f / %.1f ms", p50Millis, p99Millis);
    }
  }

  /// What devices with a steady load felt.
  ///
  /// @param quietMillis p99 to the acknowledgement, while nothing is dropped
  /// @param droppingMillis the same while days are dropped
  /// @param dropped reports meanwhile
  record Retained(double quietMillis, double droppingMillis, long dropped) {
    String text() {
      return dropped == 0
          ? "–"
          : String.format(Locale.ROOT, "%.1f ms, %,d reports dropped", droppingMillis, dropped);
    }
  }

  GrowthRow with(Retained now) {
    return new GrowthRow(
        size,
        fileMb,
        historyMb,
        startSeconds,
        heapMb,
        load,
        history,
        count,
        product,
        earlier,
        devices,
        now);
  }

  String markdown() {
    return String.format(
        Locale.ROOT,
        "| %,d | %,d | %,.0f MB | %s | %.1f s | %.0f MB | %.1f | %,.0f | %s | %s | %s | %s | %s"
            + " | %.1f ms | %s |",
        size.devices(),
        size.reports(),
        fileMb,
        size.reports() == 0
            ? "–"
            : String.format(Locale.ROOT, "%.0f", historyMb * 1e6 / size.reports()),
        startSeconds,
        heapMb,
        load.path("cpu_us").asDouble(),
        load.path("rate").asDouble(),
        history.text(),
        count.text(),
        product.text(),
        earlier.text(),
        devices.text(),
        retention.quietMillis(),
        retention.text());
  }
}
