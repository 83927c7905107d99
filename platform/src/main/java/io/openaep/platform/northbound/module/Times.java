package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;

/// Times of a query, in ms since 1970. Pure.
final class Times {
  /// The year 9999: times beyond it do not fit the stores.
  static final long LAST_MS = 253_370_764_800_000L;

  private Times() {}

  /// @param otherwise where the parameter was left out or is empty
  static long ms(Call call, String name, long otherwise) {
    return call.query().first(name).map(text -> ms(name, text)).orElse(otherwise);
  }

  private static long ms(String name, String text) {
    if (!text.matches("\\d{1,15}") || Long.parseLong(text) > LAST_MS) {
      throw CallRefused.aep(AepCode.INVALID, name + " must be milliseconds since 1970");
    }
    return Long.parseLong(text);
  }
}
