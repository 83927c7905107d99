package io.openaep.platform.console.resource;

import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.data.DeviceData.Cursor;
import java.time.DateTimeException;
import java.time.Instant;

/// Time windows and cursors of what devices sent.
final class Places {
  private static final Instant ALWAYS = Instant.ofEpochSecond(9_999_999_999L);

  private Places() {}

  static Instant from(Call call) {
    return call.time("from").orElse(Instant.EPOCH);
  }

  static Instant to(Call call) {
    return call.time("to").orElse(ALWAYS);
  }

  static String key(Instant at, long position) {
    return "%s/%d".formatted(at, position);
  }

  static Cursor cursor(String text) {
    int slash = text.indexOf('/');
    try {
      return new Cursor(
          Instant.parse(text.substring(0, Math.max(0, slash))),
          Long.parseLong(text.substring(slash + 1)));
    } catch (DateTimeException | NumberFormatException _) {
      throw Paging.broken();
    }
  }
}
