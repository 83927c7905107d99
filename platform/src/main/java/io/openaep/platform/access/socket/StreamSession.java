package io.openaep.platform.access.socket;

import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.Source;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/// A connection that has logged in, as the rest of the platform sees it. Thread-safe: it hands
/// everything to the connection's event loop.
public final class StreamSession implements DeviceSession {
  private final Source source;
  private final DeviceConnection connection;

  StreamSession(Source source, DeviceConnection connection) {
    this.source = source;
    this.connection = connection;
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public CompletionStage<SendOutcome> send(Downlink downlink) {
    CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
    try {
      connection.onLoop(() -> connection.command(downlink, outcome));
    } catch (RejectedExecutionException stopped) {
      outcome.complete(new SendOutcome.NotSent("the platform is stopping"));
    }
    return outcome;
  }

  @Override
  public void close(GoneCause cause) {
    try {
      connection.close(cause);
    } catch (RejectedExecutionException stopped) {
      // The event loops are closed and with them every connection.
    }
  }

  /// Whether the peer may still be there and was heard at `since` or later.
  public boolean heardSince(Instant since) {
    return connection.heardSince(since);
  }
}
