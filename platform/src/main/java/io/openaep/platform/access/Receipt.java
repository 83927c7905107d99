package io.openaep.platform.access;

import java.util.Optional;

/// Proof that a message is on disk: whoever acknowledges to a device must have one in hand, so that
/// acknowledging before storing does not compile by accident. Made only by `ingest` and `session`,
/// only from the journal's answer (an architecture test guards the constructor).
///
/// @param position where in the journal; of the first copy if `repeated`
/// @param repeated the device had sent this message before and it was already stored
/// @param misfit why it does not fit what the product promises, in a sentence: it is stored all the
///   same, but a protocol that can tell the device does; empty if it fits
public record Receipt(long position, boolean repeated, Optional<String> misfit) {
  /// For a message that fits.
  public Receipt(long position, boolean repeated) {
    this(position, repeated, Optional.empty());
  }

  /// What became of the message, for people.
  public String words() {
    String stored = (repeated ? "had been stored before, at " : "stored at ") + position;
    return misfit.map(why -> stored + ", not decoded: " + why).orElse(stored);
  }
}
