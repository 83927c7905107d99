package io.openaep.platform.command;

import io.openaep.platform.access.Protocol;
import java.time.Duration;

/// What keeps commands bounded (delivery rules, "Default bounds"). A command beyond a bound is
/// refused with a sentence.
///
/// @param heldPerDevice commands of one device that wait or are in flight
/// @param held the same over all devices: lanes are kept in memory
/// @param heardDevices devices of which it is remembered when they were heard
/// @param longestTtl AEP northbound, 4.3: 864,000 s
/// @param contactQuiet a sleeping device that has been silent for longer is asleep again: its
///   contact is over even if no command has timed out
/// @param keepEnded how long a command that has ended can be queried
public record CommandBounds(
    int heldPerDevice,
    int held,
    int heardDevices,
    Duration longestTtl,
    Duration contactQuiet,
    Duration keepEnded) {
  public static final CommandBounds STANDARD =
      new CommandBounds(
          1_000,
          1_000_000,
          200_000,
          Duration.ofSeconds(864_000),
          Duration.ofSeconds(30),
          Duration.ofDays(90));

  public CommandBounds {
    if (heldPerDevice < 1
        || held < 1
        || heardDevices < 1
        || longestTtl.isNegative()
        || contactQuiet.isNegative()) {
      throw new IllegalArgumentException("bounds must be positive");
    }
    if (keepEnded.isNegative()) {
      throw new IllegalArgumentException("commands.keep-ended must not be negative");
    }
  }

  /// The longest payload that the protocol can carry in one message: 65,536 bytes is the largest
  /// body that goes block by block over CoAP; the length of a TCP frame has 16 bits, and MQTT is
  /// held to the same.
  static int payloadLimitBytes(Protocol protocol) {
    return switch (protocol) {
      case LWM2M -> 65_536;
      case MQTT, TCP -> 65_535;
    };
  }
}
