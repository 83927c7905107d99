package io.openaep.app.admin;

/// The platform did not do what was asked; the message is its sentence. Exit code 1.
final class AdminFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AdminFailed(String sentence) {
    super(sentence);
  }
}
