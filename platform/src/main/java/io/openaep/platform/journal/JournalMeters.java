package io.openaep.platform.journal;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// What the journal says of itself on `/metrics`.
final class JournalMeters {
  /// The bounds of the histogram: from a quiet disk to one that is in trouble.
  private static final Duration[] LATENCIES =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Clock clock;
  private final Timer appends;
  private final Timer commits;
  private final DistributionSummary commitEvents;
  private final Counter failures;
  private final Counter refused;
  private final Counter trimmed;

  JournalMeters(MeterRegistry meters, AppendQueue queue) {
    clock = meters.config().clock();
    appends =
        Timer.builder("openaep.journal.append")
            .description("From the call to the end of the commit")
            .serviceLevelObjectives(LATENCIES)
            .register(meters);
    commits =
        Timer.builder("openaep.journal.commit")
            .description("Writing and committing one batch")
            .register(meters);
    commitEvents =
        DistributionSummary.builder("openaep.journal.commit.events")
            .description("Events of one commit")
            .register(meters);
    failures =
        Counter.builder("openaep.journal.failures")
            .description("Commits that failed")
            .register(meters);
    refused =
        Counter.builder("openaep.journal.refused")
            .description("Appends refused at once: queue full, trouble or closed")
            .register(meters);
    trimmed =
        Counter.builder("openaep.journal.trimmed")
            .description("Events deleted because of their age")
            .register(meters);
    Gauge.builder("openaep.journal.queue.events", queue, AppendQueue::depth)
        .description("Events not yet stored")
        .register(meters);
  }

  long nanos() {
    return clock.monotonicTime();
  }

  void committed(List<Append> batch, long startedAtNanos) {
    long now = nanos();
    commits.record(now - startedAtNanos, TimeUnit.NANOSECONDS);
    int events = 0;
    for (Append append : batch) {
      events += append.events().size();
      appends.record(now - append.queuedAtNanos(), TimeUnit.NANOSECONDS);
    }
    commitEvents.record(events);
  }

  void failed() {
    failures.increment();
  }

  void refused() {
    refused.increment();
  }

  void trimmed(int events) {
    trimmed.increment(events);
  }
}
