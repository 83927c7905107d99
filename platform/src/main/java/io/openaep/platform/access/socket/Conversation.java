package io.openaep.platform.access.socket;

import io.openaep.platform.access.Downlink;
import java.time.Duration;
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

  /// Writes a command; calls {@link DeviceConnection#commandLeaves} just before its first byte can
  /// leave and {@link DeviceConnection#commandEnds} with the outcome.
  void write(Downlink command);

  /// How long a command's answer may take before the connection is given up.
  Duration commandPatience();

  /// How long a device that is logged in may be silent; empty for ever.
  Optional<Duration> silenceLimit();

  /// Drops what was taken and not handled.
  void discard();
}
