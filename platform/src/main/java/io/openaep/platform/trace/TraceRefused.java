package io.openaep.platform.trace;

/// The caller asked for more than may be watched; the message says what to change.
public final class TraceRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TraceRefused(String reason) {
    super(reason);
  }
}
