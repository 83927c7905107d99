package io.openaep.platform.admin;

import java.io.IOException;
import java.io.OutputStream;

/// What stands behind the socket: the REST API, filled in where the platform is put together.
@FunctionalInterface
public interface AdminCalls {
  /// Answers one request.
  ///
  /// @param user the operating system's name of the caller
  /// @param target path and query
  void call(String user, String method, String target, byte[] body, Sink sink) throws IOException;

  /// Where the answer goes.
  @FunctionalInterface
  interface Sink {
    /// Called once; the body is written to what it returns.
    OutputStream begin(int status, String contentType) throws IOException;
  }
}
