package io.openaep.platform.http;

/// The error catalogue of the HTTP server: what can be wrong with a request before or beside an
/// API's own codes. A peer sees `{"error":code,"status":status,"message":sentence}` and never a
/// stack trace.
public enum ApiError {
  MALFORMED_REQUEST("malformed_request", 400, "This is not a request the server understands: %s."),
  NOT_FOUND(
      "not_found",
      404,
      "There is nothing at %s. The AEP API is under its modules, such as /aep_device_management/;"
          + " the REST API is described at /api/openapi.json."),
  BODY_TOO_LARGE("body_too_large", 413, "The body is larger than the limit of %s bytes."),
  HEADERS_TOO_LARGE(
      "headers_too_large", 431, "The request line or the headers are larger than the limit."),
  HTTP_VERSION(
      "http_version", 505, "Only HTTP/1.1 is served; behind nginx set proxy_http_version 1.1."),
  BUSY("busy", 503, "Too many large requests are under way at this moment. Try again in a second."),
  INTERNAL(
      "internal",
      500,
      "The platform made a mistake; its log says more beside incident=%s. Nothing was promised.");

  private final String code;
  private final int status;
  private final String template;

  ApiError(String code, int status, String template) {
    this.code = code;
    this.status = status;
    this.template = template;
  }

  /// The fixed word for programs.
  public String code() {
    return code;
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// The sentence for people, with the detail in its place where it has one.
  public String sentence(String detail) {
    return template.replace("%s", detail);
  }
}
