package io.openaep.platform.store;

/// A database did not do what it was asked: disk full, file damaged, a mistake in our SQL. Nothing
/// of the transaction was stored. Logged once at the top of the thread.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String reason) {
    super(reason);
  }

  public StoreException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /// What is wrong, for people outside: without the database's place and its own words.
  public String plainly() {
    String text = String.valueOf(getMessage());
    if (text.contains("SQLITE_FULL")
        || text.contains("No space left")
        || text.contains("disk full")) {
      return "the disk is full";
    }
    if (text.contains("SQLITE_READONLY")) {
      return "the disk can only be read";
    }
    if (text.contains("SQLITE_IOERR")) {
      return "the disk reports an error";
    }
    if (text.contains("is closed")) {
      return "the platform is stopping";
    }
    return "the database reports an error, which the log tells";
  }
}
