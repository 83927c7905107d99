package io.openaep.platform.command;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people say them: `4 h 0 min`, `14:20`, `2026-11-23 14:20`.
///
/// @param zone where the people are
record Words(ZoneId zone) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter TIME_SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final Duration SECONDS_MATTER = Duration.ofMinutes(10);

  /// Rounded to the smallest unit that is said.
  static String of(Duration exact) {
    Duration seconds = rounded(exact, Duration.ofSeconds(1));
    Duration minutes = rounded(exact, Duration.ofMinutes(1));
    Duration hours = rounded(exact, Duration.ofHours(1));
    if (seconds.toMinutes() < 1) {
      return seconds.toSeconds() + " s";
    }
    if (minutes.toHours() < 1) {
      return seconds.toMinutes() + " min " + seconds.toSecondsPart() + " s";
    }
    if (hours.toDays() < 2) {
      return minutes.toHours() + " h " + minutes.toMinutesPart() + " min";
    }
    return hours.toDays() + " d " + hours.toHoursPart() + " h";
  }

  private static Duration rounded(Duration exact, Duration unit) {
    return unit.multipliedBy(exact.plus(unit.dividedBy(2)).dividedBy(unit));
  }

  /// The time of day; with seconds if it is near, with the day if it is not today.
  String at(Instant instant, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    if (!LocalDate.ofInstant(instant, zone).equals(today)) {
      return DAY.withZone(zone).format(instant);
    }
    boolean near = Duration.between(now, instant).abs().compareTo(SECONDS_MATTER) < 0;
    return (near ? TIME_SECONDS : TIME).withZone(zone).format(instant);
  }
}
