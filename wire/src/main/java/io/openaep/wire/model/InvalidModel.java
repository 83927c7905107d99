package io.openaep.wire.model;

/// Someone's thing model breaks a rule; the message is a sentence that says what to change.
/// Unchecked, because whoever made the model is the caller.
public final class InvalidModel extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidModel(String reason) {
    super(reason);
  }

  static void unless(boolean holds, String reason) {
    if (!holds) {
      throw new InvalidModel(reason);
    }
  }
}
