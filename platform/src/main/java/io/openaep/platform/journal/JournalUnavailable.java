package io.openaep.platform.journal;

/// An append was not stored and nothing of it will be: the caller must not acknowledge.
public final class JournalUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalUnavailable(String reason) {
    super(reason);
  }

  public JournalUnavailable(String reason, Throwable cause) {
    super(reason, cause);
  }
}
