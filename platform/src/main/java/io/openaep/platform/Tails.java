package io.openaep.platform;

import io.openaep.platform.journal.SqliteJournal;
import io.openaep.platform.journal.Tail;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The tails that fold state, and the retention of what they have all passed. Events go in small
/// slices, so that appends never wait long.
final class Tails implements AutoCloseable {
  private static final int SLICE_EVENTS = 5_000;
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Tail data;
  private final Tail commands;
  private final SqliteJournal journal;
  private final Duration keep;
  private final InstantSource clock;
  private final ScheduledExecutorService retention =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("retention").daemon().factory());

  Tails(Tail data, Tail commands, SqliteJournal journal, Duration keep, InstantSource clock) {
    this.data = data;
    this.commands = commands;
    this.journal = journal;
    this.keep = keep;
    this.clock = clock;
    var _ =
        retention.scheduleWithFixedDelay(
            this::trim, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  Tail data() {
    return data;
  }

  List<Tail> all() {
    return List.of(data, commands);
  }

  /// Blocks until every fold has reached the end that the journal had when this was called.
  void awaitCaughtUp() {
    CompletableFuture.allOf(
            data.caughtUp().toCompletableFuture(), commands.caughtUp().toCompletableFuture())
        .join();
  }

  private void trim() {
    long passed = Math.min(data.position(), commands.position());
    var _ = journal.trim(passed, clock.instant().minus(keep), SLICE_EVENTS);
  }

  @Override
  public void close() {
    retention.shutdownNow();
    all().forEach(Tail::close);
  }
}
