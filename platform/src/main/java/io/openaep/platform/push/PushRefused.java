package io.openaep.platform.push;

/// The caller asked for something that push cannot do. The message is a sentence that says what to
/// change.
public final class PushRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PushRefused(String reason) {
    super(reason);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
