package io.openaep.platform.access;

/// The journal could not take a message: disk full, overloaded, stopping. The device is not
/// acknowledged and will send again.
public final class NotStored extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotStored(String reason) {
    super(reason);
  }

  public NotStored(String reason, Throwable cause) {
    super(reason, cause);
  }
}
