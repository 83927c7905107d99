package io.openaep.platform.journal;

/// An append was not stored and nothing of it will be: the caller must not acknowledge. Carries no
/// stack trace: under overload it is made thousands of times a second, and the reason says it all.
public final class JournalUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean mayBeStored;

  public JournalUnavailable(String reason) {
    this(reason, false);
  }

  public JournalUnavailable(String reason, Throwable cause) {
    super(reason, cause, false, false);
    this.mayBeStored = false;
  }

  private JournalUnavailable(String reason, boolean mayBeStored) {
    super(reason, null, false, false);
    this.mayBeStored = mayBeStored;
  }

  /// For those who wait for more than the append, and are told no more because the platform stops.
  public static JournalUnavailable perhapsStored(String reason) {
    return new JournalUnavailable(reason, true);
  }

  /// Whether it may have been stored all the same.
  public boolean mayBeStored() {
    return mayBeStored;
  }
}
