package io.openaep.app;

/// The user asked for something that makes no sense; the message says what to change. Exit code 2.
final class WrongUse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongUse(String message) {
    super(message);
  }

  WrongUse(String message, Throwable cause) {
    super(message, cause);
  }
}
