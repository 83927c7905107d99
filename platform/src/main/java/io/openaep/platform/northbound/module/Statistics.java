package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/// What both modules of statistics share: China's calendar, rates and growth. Pure.
final class Statistics {
  static final ZoneOffset ZONE = ZoneOffset.ofHours(8);
  private static final int DAYS = 30;
  private static final int MONTHS = 12;

  private Statistics() {}

  /// A day or a month of a trend.
  ///
  /// @param dateType `d` or `m`
  /// @param label as AEP writes it: `2020/11/15`, `2020/01`
  /// @param to the last day of it
  record Period(String dateType, String label, LocalDate from, LocalDate to) {
    Instant end() {
      return to.plusDays(1).atStartOfDay().toInstant(ZONE);
    }
  }

  /// The last 30 days or 12 months, oldest first; today and this month are the last.
  static List<Period> periods(Call call, LocalDate today) {
    return switch (call.text("dateType")) {
      case "d" ->
          IntStream.rangeClosed(1, DAYS)
              .mapToObj(i -> today.minusDays(DAYS - (long) i))
              .map(day -> new Period("d", day.toString().replace('-', '/'), day, day))
              .toList();
      case "m" ->
          IntStream.rangeClosed(1, MONTHS)
              .mapToObj(i -> YearMonth.from(today).minusMonths(MONTHS - (long) i))
              .map(Statistics::month)
              .toList();
      default -> throw CallRefused.aep(AepCode.INVALID, "dateType must be d (days) or m (months)");
    };
  }

  static Period month(YearMonth month) {
    return new Period(
        "m", month.toString().replace('-', '/'), month.atDay(1), month.atEndOfMonth());
  }

  /// A share with four decimals; 0 of nothing.
  static BigDecimal rate(long part, long whole) {
    return whole == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
  }

  /// How much more than before, as a share of it; 0 if there was nothing before.
  static BigDecimal growth(long now, long before) {
    return rate(now - before, before);
  }
}
