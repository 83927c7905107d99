package io.openaep.wire.model;

/// A unit of measurement, for people.
///
/// @param symbol such as `°C`
/// @param name such as 摄氏度
public record Unit(String symbol, String name) {
  public static final Unit NONE = new Unit("", "");
}
