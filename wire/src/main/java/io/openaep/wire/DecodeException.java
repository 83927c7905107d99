package io.openaep.wire;

/// The one way in which a decoder of this module fails: the peer's bytes break a rule, and the
/// message says which, in words fit for the trace. Checked, so that the session that reads from the
/// peer has to decide what to answer.
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public DecodeException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /// Which rule was broken, in words fit for the trace; the message too, but never null.
  public String reason() {
    return reason;
  }
}
