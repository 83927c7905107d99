package io.openaep.platform.northbound.module;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.data.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The opaque `page_timestamp`: the time of the first report of the next page in ms, which is
/// inclusive as AEP's `end_timestamp` is; where the page ends within one ms, that ms followed by
/// the finer time and the position of the last report shown. Pure.
///
/// @param upTo the newest time of the page, inclusive
/// @param cursor present where the page begins within a ms
record HistoryPage(Instant upTo, Optional<Cursor> cursor) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})(?:-(\\d{1,6})-(\\d{1,18}))?");

  /// @return empty if it is not a page_timestamp
  static Optional<HistoryPage> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Instant at = Instant.ofEpochMilli(Long.parseLong(form.group(1)));
    if (form.group(2) == null) {
      return Optional.of(new HistoryPage(at, Optional.empty()));
    }
    Cursor cursor =
        new Cursor(at.plusNanos(Long.parseLong(form.group(2))), Long.parseLong(form.group(3)));
    return Optional.of(new HistoryPage(at, Optional.of(cursor)));
  }

  /// What the caller sends to get what follows `shown`; empty after the last page.
  ///
  /// @param read newest first; at least one more than shown if there is more
  static String next(List<Report> read, int shown) {
    return nextPlace(
        read.stream().map(report -> new Cursor(report.at(), report.position())).toList(), shown);
  }

  /// The same for whatever has a time and a position.
  static String nextPlace(List<Cursor> read, int shown) {
    if (read.size() <= shown) {
      return "";
    }
    Cursor last = read.get(shown - 1);
    long lastMs = last.at().toEpochMilli();
    long nextMs = read.get(shown).at().toEpochMilli();
    if (nextMs != lastMs) {
      return String.valueOf(nextMs);
    }
    long finerNanos = Duration.between(Instant.ofEpochMilli(lastMs), last.at()).toNanos();
    return "%d-%d-%d".formatted(lastMs, finerNanos, last.position());
  }
}
