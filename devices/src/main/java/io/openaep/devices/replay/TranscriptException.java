package io.openaep.devices.replay;

/// A transcript that cannot be played as it is written; the message names file, line and cure.
public final class TranscriptException extends Exception {
  private static final long serialVersionUID = 1L;

  public TranscriptException(String message) {
    super(message);
  }
}
