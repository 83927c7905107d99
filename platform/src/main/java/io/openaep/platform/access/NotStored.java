package io.openaep.platform.access;

/// The journal could not take a message: disk full, overloaded, stopping. The device is not
/// acknowledged and will send again. Without a stack trace: an overload makes thousands a second.
public final class NotStored extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotStored(String reason) {
    super(reason, null, false, false);
  }

  public NotStored(String reason, Throwable cause) {
    super(reason, cause, false, false);
  }
}
