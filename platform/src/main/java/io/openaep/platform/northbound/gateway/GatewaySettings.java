package io.openaep.platform.northbound.gateway;

import java.time.Duration;

/// What an operator can set about the northbound API.
///
/// @param timestampWindow how far a request's timestamp may be off either way
/// @param rememberedWrites signed writes kept so that a repetition is recognised
/// @param rememberedBytes memory for their answers; beyond either bound those signed longest ago
///   are forgotten and writes signed before them refused
/// @param callsPerSecond of one application, with as many again at once
/// @param requestLogEntries calls kept in the request log
public record GatewaySettings(
    Duration timestampWindow,
    int rememberedWrites,
    int rememberedBytes,
    int callsPerSecond,
    int requestLogEntries) {
  public GatewaySettings {
    if (!timestampWindow.isPositive() || rememberedWrites < 1 || rememberedBytes < 0) {
      throw new IllegalArgumentException(
          "northbound.timestamp-window and northbound.remembered-writes must be positive.");
    }
    if (callsPerSecond < 1 || requestLogEntries < 1) {
      throw new IllegalArgumentException(
          "northbound.calls-per-second and northbound.request-log-entries must be positive.");
    }
  }

  public static GatewaySettings defaults() {
    return new GatewaySettings(Duration.ofMinutes(15), 50_000, 16 << 20, 2_000, 100_000);
  }
}
