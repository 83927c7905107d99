package io.openaep.platform.store;

/// The data directory, its key or a database in it cannot be used by this program as it is. The
/// message is a sentence for the operator that says what to do; it stops the start.
public final class UnusableData extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableData(String sentence) {
    super(sentence);
  }

  public UnusableData(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
