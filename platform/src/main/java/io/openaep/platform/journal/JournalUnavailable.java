package io.openaep.platform.journal;

/// An append was not stored and nothing of it will be: the caller must not acknowledge. Carries no
/// stack trace: under overload it is made thousands of times a second, and the reason says it all.
public final class JournalUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalUnavailable(String reason) {
    super(reason, null, false, false);
  }

  public JournalUnavailable(String reason, Throwable cause) {
    super(reason, cause, false, false);
  }
}
