package io.openaep.app;

import io.openaep.devices.fleet.FleetAir;
import java.time.Duration;
import picocli.CommandLine.Option;

/// The options of `openaep fleet` for a network that is not perfect.
final class FleetAirOptions {
  @Option(
      names = "--loss",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description = "LwM2M: datagrams lost, each way.")
  private double lossPercent;

  @Option(
      names = "--delay",
      paramLabel = "MS",
      defaultValue = "0",
      description = "LwM2M: what every datagram takes, each way.")
  private long delayMillis;

  @Option(
      names = "--duplicate",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description = "LwM2M: datagrams that arrive twice.")
  private double duplicatePercent;

  @Option(
      names = "--reorder",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description = "LwM2M: datagrams that later ones overtake.")
  private double reorderPercent;

  @Option(
      names = "--nat-rebind",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description = "LwM2M: reports before which the device gets a new address.")
  private double rebindPercent;

  FleetAir air() {
    return new FleetAir(
        lossPercent,
        Duration.ofMillis(delayMillis),
        duplicatePercent,
        reorderPercent,
        rebindPercent);
  }
}
