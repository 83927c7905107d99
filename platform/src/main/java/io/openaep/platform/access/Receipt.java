package io.openaep.platform.access;

/// Proof that a message is on disk: whoever acknowledges to a device must have one in hand, so that
/// acknowledging before storing does not compile by accident. Made only by `ingest` and `session`,
/// only from the journal's answer (an architecture test guards the constructor).
///
/// @param position where in the journal; of the first copy if `repeated`
/// @param repeated the device had sent this message before and it was already stored
/// @param misfit it is stored, but does not fit what the product promises: a protocol that can tell
///   the device does
public record Receipt(long position, boolean repeated, boolean misfit) {
  /// For a message that fits.
  public Receipt(long position, boolean repeated) {
    this(position, repeated, false);
  }
}
