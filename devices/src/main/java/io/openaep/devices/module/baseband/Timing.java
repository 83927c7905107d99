package io.openaep.devices.module.baseband;

import java.time.Duration;

/// How long the radio takes for what nobody configures. The real EC800E is slower (`RDY` after 1.5
/// to 5 s); these are the project's choices.
///
/// @param ready from power-on to `RDY`, the moment the AT port is usable
/// @param bootStep between two of the codes after `RDY`
/// @param registration from a usable SIM to being registered
/// @param inactivity without a packet until the network releases the connection
/// @param powerDown from `AT+QPOWD` to `POWERED DOWN`
/// @param detach leaving the network (`CFUN`, `COPS=2`, `CGATT=0`, `QIDEACT`)
public record Timing(
    Duration ready,
    Duration bootStep,
    Duration registration,
    Duration inactivity,
    Duration powerDown,
    Duration detach) {

  public static Timing normal() {
    return new Timing(
        Duration.ofMillis(200),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(10),
        Duration.ofMillis(600),
        Duration.ofMillis(200));
  }

  /// For tests (`--fast`). T3324 and T3412 are not shortened: the host sets them itself.
  public static Timing fast() {
    return new Timing(
        Duration.ofMillis(10),
        Duration.ofMillis(2),
        Duration.ofMillis(20),
        Duration.ofSeconds(2),
        Duration.ofMillis(20),
        Duration.ofMillis(5));
  }
}
