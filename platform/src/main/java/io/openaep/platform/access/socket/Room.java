package io.openaep.platform.access.socket;

import java.util.function.Consumer;

/// Whether one connection may give the journal more. Lives on the connection's event loop.
final class Room {
  private final Backlog backlog;
  private final Consumer<Runnable> loop;
  private final Runnable goOn;
  private boolean awaited;

  /// @param loop runs what it is given on the connection's event loop
  /// @param goOn called there once there is room again
  Room(Backlog backlog, Consumer<Runnable> loop, Runnable goOn) {
    this.backlog = backlog;
    this.loop = loop;
    this.goOn = goOn;
  }

  /// If there is none, it is waited for.
  boolean isThere() {
    if (!awaited && !backlog.hasRoom()) {
      awaited = true;
      backlog.await(() -> loop.accept(this::again));
    }
    return !awaited;
  }

  boolean isAwaited() {
    return awaited;
  }

  private void again() {
    awaited = false;
    goOn.run();
  }
}
