package io.openaep.platform.http;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Reads request bodies within their bounds: one body, and all bodies in memory at one time.
/// Thread-safe; blocks the request's virtual thread while others' bodies fill the memory allowed.
public final class Bodies {
  private static final int UNIT_BYTES = 1024;
  private static final byte[] NONE = {};

  private final int limitBytes;
  private final Semaphore units;

  public Bodies(HttpSettings settings) {
    this.limitBytes = settings.bodyLimitBytes();
    this.units = new Semaphore(units(settings.bodiesLimitBytes()));
  }

  /// Reads the whole body and calls `use` with it (empty where there is none).
  ///
  /// @throws ApiException with {@link ApiError#BODY_TOO_LARGE}
  public void read(ServerRequest request, Consumer<byte[]> use) {
    if (!request.content().hasEntity()) {
      use.accept(NONE);
      return;
    }
    long declared = request.headers().contentLength().orElse(limitBytes);
    if (declared > limitBytes) {
      throw new ApiException(ApiError.BODY_TOO_LARGE, String.valueOf(limitBytes));
    }
    int wanted = units(Math.toIntExact(declared));
    units.acquireUninterruptibly(wanted);
    try {
      WatchedConnection.enter(WatchedConnection.Phase.BODY);
      byte[] body = read(request);
      WatchedConnection.enter(WatchedConnection.Phase.NOTHING);
      use.accept(body);
    } finally {
      units.release(wanted);
    }
  }

  private byte[] read(ServerRequest request) {
    try (InputStream in = request.content().inputStream()) {
      byte[] body = in.readNBytes(limitBytes + 1);
      if (body.length > limitBytes) {
        throw new ApiException(ApiError.BODY_TOO_LARGE, String.valueOf(limitBytes));
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException("the body ended early", e);
    }
  }

  private static int units(int bytes) {
    return (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
  }
}
