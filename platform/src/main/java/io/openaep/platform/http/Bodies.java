package io.openaep.platform.http;

import io.helidon.common.buffers.DataReader.IncorrectNewLineException;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Reads request bodies within their bounds: one body, and all bodies in memory at one time.
/// Thread-safe; blocks the request's virtual thread while others' bodies fill the memory allowed.
public final class Bodies {
  private static final int UNIT_BYTES = 1024;
  private static final int PART_BYTES = 16 * 1024;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final byte[] NONE = {};

  private final int limitBytes;
  private final Semaphore units;
  private final Duration patience;

  public Bodies(HttpSettings settings) {
    this.limitBytes = settings.bodyLimitBytes();
    this.units = new Semaphore(units(settings.bodiesLimitBytes()));
    // the refusal must leave before the transfer's time is over and the connection closed
    Duration half = settings.transferTimeout().dividedBy(2);
    this.patience = half.compareTo(LONGEST_WAIT) < 0 ? half : LONGEST_WAIT;
  }

  /// Reads the whole body and calls `use` with it (empty where there is none). Memory is asked for
  /// as bytes arrive, so that a slow peer holds no more than it has sent, and for no longer than
  /// the transfer time.
  ///
  /// @throws ApiException with {@link ApiError#BODY_TOO_LARGE}, or {@link ApiError#BUSY} if there
  ///   is no room for a while
  public void read(ServerRequest request, Consumer<byte[]> use) {
    if (!request.content().hasEntity()) {
      use.accept(NONE);
      return;
    }
    if (request.headers().contentLength().orElse(0) > limitBytes) {
      throw new ApiException(ApiError.BODY_TOO_LARGE, String.valueOf(limitBytes));
    }
    int[] held = {0};
    try {
      WatchedConnection.enter(WatchedConnection.Phase.BODY);
      byte[] body = read(request, held);
      WatchedConnection.enter(WatchedConnection.Phase.NOTHING);
      use.accept(body);
    } finally {
      units.release(held[0]);
    }
  }

  /// The stream is not closed: that would read what is left of a body that cannot be read.
  private byte[] read(ServerRequest request, int[] held) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      InputStream in = request.content().inputStream();
      byte[] part = in.readNBytes(PART_BYTES);
      while (part.length > 0) {
        if (body.size() + part.length > limitBytes) {
          throw new ApiException(ApiError.BODY_TOO_LARGE, String.valueOf(limitBytes));
        }
        hold(held, units(part.length));
        body.writeBytes(part);
        part = in.readNBytes(PART_BYTES);
      }
      return body.toByteArray();
    } catch (InsufficientDataAvailableException | IOException e) {
      throw new CloseConnectionException("the peer has gone before its body ended", e);
    } catch (RequestReader.BrokenChunk e) {
      throw new ApiException(ApiError.MALFORMED_REQUEST, e.reason());
    } catch (NumberFormatException e) {
      throw new ApiException(ApiError.MALFORMED_REQUEST, "the size of a chunk is no number");
    } catch (IncorrectNewLineException e) {
      throw new ApiException(
          ApiError.MALFORMED_REQUEST, "a line of its body does not end with CRLF");
    }
  }

  private void hold(int[] held, int more) {
    try {
      if (!units.tryAcquire(more, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ApiException(ApiError.BUSY, "");
      }
      held[0] += more;
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      throw new ApiException(ApiError.BUSY, "");
    }
  }

  private static int units(int bytes) {
    return (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
  }
}
