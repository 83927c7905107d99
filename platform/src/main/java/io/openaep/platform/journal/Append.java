package io.openaep.platform.journal;

import io.openaep.wire.Bytes;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One thing for the writer to do, with the stage of whoever asked for it.
///
/// @param trimUpTo delete the events up to this position; 0 in an ordinary append
/// @param queuedAtNanos by the clock of the metrics
record Append(
    List<Encoded> events,
    List<StateChange> changes,
    long trimUpTo,
    long sizeBytes,
    long queuedAtNanos,
    CompletableFuture<Long> done) {

  /// An event ready to be written: encoded by the thread that appends, not by the one writer.
  record Encoded(Event event, Bytes body) {
    static Encoded of(Event event) {
      return new Encoded(event, Bytes.wrap(EventCodec.encode(event)));
    }
  }

  static Append of(List<Event> events, List<StateChange> changes, long queuedAtNanos) {
    List<Encoded> encoded =
        events.size() == 1
            ? List.of(Encoded.of(events.getFirst()))
            : events.stream().map(Encoded::of).toList();
    long sizeBytes = 0;
    for (Encoded event : encoded) {
      sizeBytes += event.body().size();
    }
    for (StateChange change : changes) {
      sizeBytes += change.key().length() + change.value().map(Bytes::size).orElse(0);
    }
    return new Append(
        encoded, List.copyOf(changes), 0, sizeBytes, queuedAtNanos, new CompletableFuture<>());
  }

  static Append trim(long upTo, long queuedAtNanos) {
    return new Append(List.of(), List.of(), upTo, 0, queuedAtNanos, new CompletableFuture<>());
  }
}
