package io.openaep.platform.http;

/// The caller of an HTTP path was wrong: thrown by a handler, answered by {@link Guard} with the
/// catalogue's status and sentence.
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ApiError error;

  /// @param detail takes its place in the catalogue's sentence
  public ApiException(ApiError error, String detail) {
    super(error.sentence(detail));
    this.error = error;
  }

  public ApiError error() {
    return error;
  }
}
