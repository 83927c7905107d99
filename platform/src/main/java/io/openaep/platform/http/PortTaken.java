package io.openaep.platform.http;

/// A door cannot be opened. The message is a sentence that says what to change.
public final class PortTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PortTaken(String reason) {
    super(reason);
  }
}
