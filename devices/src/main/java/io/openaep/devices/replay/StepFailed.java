package io.openaep.devices.replay;

/// A step beside the AT port that did not come out as the transcript wants; the message says what
/// was expected and what was found.
public final class StepFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public StepFailed(String reason) {
    super(reason);
    this.reason = reason;
  }

  public StepFailed(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
