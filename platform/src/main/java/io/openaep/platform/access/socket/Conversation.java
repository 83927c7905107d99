package io.openaep.platform.access.socket;

import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.SessionChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a protocol makes of a connection: it keeps what arrived until it is handled, handles it one
/// message at a time and writes commands in its own form. Called on the connection's event loop
/// only.
public interface Conversation {
  /// Takes over what the pipeline produced; it is handled later, by {@link #handleNext}.
  void take(Object arrived);

  /// Handles the next whole message.
  ///
  /// @return false if there is none
  boolean handleNext();

  /// Writes a command; asks {@link DeviceConnection#commandLeaves} just before its first byte can
  /// leave, and if it may, calls {@link DeviceConnection#commandEnds} with the outcome.
  void write(Downlink command);

  /// Drops the command if it is held back until the device takes more.
  ///
  /// @return whether it was
  default boolean recall() {
    return false;
  }

  /// How long a command's answer may take before the connection is given up.
  Duration commandPatience();

  /// How long a device that is logged in may be silent; empty for ever.
  Optional<Duration> silenceLimit();

  /// Whether a command that is under way when the connection ends goes out again as the same
  /// message on the device's next one.
  default boolean resendsCommands() {
    return false;
  }

  /// Says why, before the platform closes the connection, where the protocol has words for it.
  default void goodbye(GoneCause cause) {}

  /// The device's stay is over: what is to be stored together with its end. Called once.
  default List<SessionChange> parting(GoneCause cause, Instant at) {
    return List.of();
  }

  /// The end is on its way to the journal. Called once, after {@link #parting}.
  default void parted(GoneCause cause, Instant at) {}

  /// Drops what was taken and not handled.
  void discard();
}
