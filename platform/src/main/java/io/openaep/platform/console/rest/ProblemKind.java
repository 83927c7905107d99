package io.openaep.platform.console.rest;

import java.util.Arrays;
import java.util.Optional;

/// The error catalogue of the REST API. A caller sees an RFC 9457 object: `type` is
/// `urn:openaep:problem:` and the word, for programs; `title` is the same for each kind; `detail` a
/// sentence that says what to change.
public enum ProblemKind {
  INVALID("invalid", 400, "The request is not as described"),
  UNAUTHENTICATED("unauthenticated", 401, "Who you are is not known"),
  FORBIDDEN("forbidden", 403, "You may not do this"),
  NOT_FOUND("not-found", 404, "There is no such thing"),
  METHOD("method", 405, "This path is called otherwise"),
  CONFLICT("conflict", 409, "The present state does not allow this"),
  CHANGED_MEANWHILE("changed-meanwhile", 412, "Somebody else changed it meanwhile"),
  TOO_LARGE("too-large", 413, "The body is too large"),
  MEDIA_TYPE("media-type", 415, "The body has another media type"),
  HEADERS_TOO_LARGE("headers-too-large", 431, "The request line or the headers are too large"),
  TOO_MANY("too-many", 429, "Too many tries"),
  INTERNAL("internal", 500, "The platform made a mistake"),
  UNAVAILABLE("unavailable", 503, "The platform cannot do this now"),
  HTTP_VERSION("http-version", 505, "Only HTTP/1.1 is served");

  private final String word;
  private final int status;
  private final String title;

  ProblemKind(String word, int status, String title) {
    this.word = word;
    this.status = status;
    this.title = title;
  }

  /// The kind of a status that the HTTP server answers by itself.
  public static Optional<ProblemKind> of(int status) {
    return Arrays.stream(values()).filter(it -> it.status == status).findFirst();
  }

  public String word() {
    return word;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }
}
