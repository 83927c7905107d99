package io.openaep.platform;

/// A door could not be opened; the message is a sentence that names the port.
public final class DoorClosed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DoorClosed(String reason, Throwable cause) {
    super(reason, cause);
  }
}
