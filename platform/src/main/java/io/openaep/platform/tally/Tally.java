package io.openaep.platform.tally;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.function.LongPredicate;

/// Counts by tenant; days and months are China's (UTC+8). Blocking; thread-safe.
public interface Tally {
  /// One day of one tenant.
  ///
  /// @param reports that devices sent
  /// @param commands that were saved for them
  record Day(LocalDate day, long reports, long commands) {}

  /// Days with at least one report or command, oldest first.
  List<Day> days(String tenantId, LocalDate from, LocalDate to);

  /// How many devices were heard on a day; days are kept for some two months.
  ///
  /// @param counts told a device's number: false for one that is no longer there
  long activeOn(String tenantId, LocalDate day, LongPredicate counts);

  /// How many devices were heard in a month.
  ///
  /// @param counts as above
  long activeIn(String tenantId, YearMonth month, LongPredicate counts);
}
