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
}
