package io.openaep.platform.northbound.gateway;

import java.time.Duration;

/// What an operator can set about the northbound API.
///
/// @param timestampWindow how far a request's timestamp may be off either way
/// @param rememberedWrites signed writes kept so that a repetition is recognised
/// @param rememberedBytes memory for their answers; beyond either bound those signed longest ago
///   are forgotten and writes signed before them refused
public record GatewaySettings(Duration timestampWindow, int rememberedWrites, int rememberedBytes) {
  public GatewaySettings {
    if (!timestampWindow.isPositive() || rememberedWrites < 1 || rememberedBytes < 0) {
      throw new IllegalArgumentException(
          "northbound.timestamp-window and northbound.remembered-writes must be positive.");
    }
  }

  public static GatewaySettings defaults() {
    return new GatewaySettings(Duration.ofMinutes(15), 50_000, 16 << 20);
  }
}
