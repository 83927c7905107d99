package io.openaep.platform.http;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.time.Instant;

/// One connection and what it is waiting for, so that a peer that dribbles bytes, or takes none,
/// cannot hold it for ever. Runs on the connection's own virtual thread; only {@link #overdue} and
/// {@link #close} are called by the watch.
final class WatchedConnection implements ServerConnection, InterruptableTask<Void> {
  /// What the peer is expected to do.
  enum Phase {
    /// Send the next request's line and headers.
    REQUEST,
    /// Send the body.
    BODY,
    /// Nothing: the platform works.
    NOTHING,
    /// Take the answer.
    ANSWER
  }

  private record State(Phase phase, Instant since) {}

  private static final ScopedValue<WatchedConnection> CURRENT = ScopedValue.newInstance();

  private final ServerConnection connection;
  private final ConnectionWatch watch;
  private final String remote;
  private volatile State state;

  /// @param remote the peer, `host:port`
  WatchedConnection(ServerConnection connection, String remote, ConnectionWatch watch) {
    this.connection = connection;
    this.remote = remote;
    this.watch = watch;
    this.state = new State(Phase.REQUEST, watch.now());
  }

  /// Tells the watch over this thread's connection that `phase` begins.
  static void enter(Phase phase) {
    if (CURRENT.isBound()) {
      WatchedConnection current = CURRENT.get();
      current.state = new State(phase, current.watch.now());
    }
  }

  /// The peer of this thread's connection, `host:port`.
  static String peer() {
    return CURRENT.isBound() ? CURRENT.get().remote : "-";
  }

  /// Whether the peer has let the time for its step run out.
  boolean overdue(Instant now, HttpSettings settings) {
    State seen = state;
    Duration allowed =
        switch (seen.phase()) {
          case REQUEST -> settings.idleTimeout();
          case BODY, ANSWER -> settings.transferTimeout();
          case NOTHING -> Duration.ofDays(1000);
        };
    return seen.since().plus(allowed).isBefore(now);
  }

  Phase phase() {
    return state.phase();
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    watch.add(this);
    try {
      ScopedValue.where(CURRENT, this)
          .<@org.jspecify.annotations.Nullable Void, InterruptedException>call(() -> {
            connection.handle(limit);
            return null;
          });
    } finally {
      watch.remove(this);
    }
  }

  @Override
  public Duration idleTime() {
    return connection.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    connection.close(interrupt);
  }

  /// An idle connection may be interrupted at once when the server stops.
  @Override
  public boolean canInterrupt() {
    return connection instanceof InterruptableTask<?> task && task.canInterrupt();
  }
}
