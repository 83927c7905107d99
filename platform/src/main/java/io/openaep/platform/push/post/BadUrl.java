package io.openaep.platform.push.post;

/// A URL that nothing can be pushed to. The message is a sentence that says what to change.
public final class BadUrl extends Exception {
  private static final long serialVersionUID = 1L;

  public BadUrl(String reason) {
    super(reason);
  }
}
