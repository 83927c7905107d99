package io.openaep.platform.command;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/// What is to be done later, by the injected clock: one ordered set in place of a timer thread, so
/// that a test can walk through ten days in a millisecond. Used by the dispatcher's thread alone.
final class Agenda {
  private final TreeSet<Entry> entries =
      new TreeSet<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
  private long lastNumber;

  Entry add(Instant at, Runnable task) {
    lastNumber++;
    Entry entry = new Entry(at, lastNumber, task);
    entries.add(entry);
    return entry;
  }

  void cancel(Entry entry) {
    entries.remove(entry);
  }

  Optional<Instant> nextDue() {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.first().at());
  }

  /// Removes the earliest entry that is due, in the order of time.
  Optional<Runnable> takeDue(Instant now) {
    if (entries.isEmpty() || entries.first().at().isAfter(now)) {
      return Optional.empty();
    }
    Entry due = entries.removeFirst();
    return Optional.of(due.task());
  }

  record Entry(Instant at, long number, Runnable task) {}
}
