package io.openaep.devices.fleet;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// What all devices together did. Thread-safe.
final class Ledger {
  private static final int REASONS_LIMIT = 100;
  private static final int DIGITS = 3;

  final LongAdder connected = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder unanswered = new LongAdder();
  final LongAdder lost = new LongAdder();
  private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();
  private final Recorder latencies = new Recorder(DIGITS);
  private volatile boolean measuring;

  /// From now on, or no longer, the time to each acknowledgement is kept.
  void measure(boolean on) {
    measuring = on;
  }

  void acknowledged(long nanos) {
    acknowledged.increment();
    if (measuring) {
      latencies.recordValue(Math.max(0, nanos / 1000));
    }
  }

  void lost(String reason) {
    lost.increment();
    if (reasons.size() < REASONS_LIMIT) {
      reasons.computeIfAbsent(reason, _ -> new LongAdder()).increment();
    }
  }

  /// In microseconds.
  Histogram latencies() {
    return latencies.getIntervalHistogram();
  }

  /// Why most connections were lost.
  Optional<String> usualReason() {
    return reasons.entrySet().stream()
        .max(Comparator.comparingLong(it -> it.getValue().sum()))
        .map(it -> it.getKey() + " (" + it.getValue().sum() + " times)");
  }
}
