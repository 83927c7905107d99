package io.openaep.platform.data;

import java.time.Instant;

/// The newest value of a property of a device with a thing model.
///
/// @param property its identifier
/// @param json the value: a number, `true`, `false` or a quoted text
/// @param problem what is odd about the report that it came in; empty if nothing is
public record PropertyValue(
    String property, String json, Instant at, long position, String problem) {
  /// The value without quotes.
  public String text() {
    return JsonMembers.text(json);
  }
}
