package io.openaep.platform;

import io.openaep.platform.http.HealthCheck;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.Retention;
import io.openaep.platform.journal.Tail;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/// The tails that fold state, and the retention of what they have all passed.
final class Tails implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Tail data;
  private final Tail commands;
  private final Tail push;
  private final Tail tally;
  private final Retention retention;

  /// @param pushed no message that waits for a receiver needs an event up to this position
  /// @param keep how long the journal keeps events at least
  Tails(
      Tail data,
      Tail commands,
      Tail tally,
      Tail push,
      LongSupplier pushed,
      Journal journal,
      Duration keep,
      InstantSource clock) {
    this.data = data;
    this.commands = commands;
    this.tally = tally;
    this.push = push;
    this.retention =
        new Retention(journal, List.of(data, commands, tally, push), pushed, keep, EVERY, clock)
            .start();
  }

  /// Blocks until every fold of state has reached the end that the journal had when this was
  /// called; push catches up afterwards.
  void awaitCaughtUp() {
    CompletableFuture.allOf(
            data.caughtUp().toCompletableFuture(),
            commands.caughtUp().toCompletableFuture(),
            tally.caughtUp().toCompletableFuture())
        .join();
  }

  List<HealthCheck> healthChecks() {
    return List.of(
        new HealthCheck("data", data::trouble),
        new HealthCheck("commands", commands::trouble),
        new HealthCheck("tally", tally::trouble),
        new HealthCheck("push", push::trouble));
  }

  @Override
  public void close() {
    retention.close();
    data.close();
    commands.close();
    push.close();
    tally.close();
  }
}
