package io.openaep.devices.module.baseband;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// A loop whose clock a test turns: tasks run in the test's thread, at the moment that they were
/// asked for, as soon as {@link #settle} or {@link #advance} is called.
public final class VirtualLoop implements ModuleLoop {
  private record Entry(Instant due, long order, Runnable task) {}

  private final PriorityQueue<Entry> tasks =
      new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::order));
  private Instant now = Instant.parse("2026-11-22T01:10:11Z");
  private long orders;

  @Override
  public synchronized void run(Runnable task) {
    tasks.add(new Entry(now, orders++, task));
  }

  @Override
  public synchronized Task after(Duration delay, Runnable task) {
    var entry = new Entry(now.plus(delay), orders++, task);
    tasks.add(entry);
    return () -> remove(entry);
  }

  private synchronized void remove(Entry entry) {
    tasks.removeIf(waiting -> waiting.order() == entry.order());
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  /// Runs what is due.
  public void settle() {
    advance(Duration.ZERO);
  }

  /// Lets time pass and runs what becomes due, each task at its moment.
  public void advance(Duration time) {
    Instant end = now().plus(time);
    for (Runnable task = next(end); task != null; task = next(end)) {
      task.run();
    }
  }

  private synchronized @Nullable Runnable next(Instant end) {
    Entry entry = tasks.peek();
    if (entry == null || entry.due().isAfter(end)) {
      now = end;
      return null;
    }
    tasks.remove();
    now = entry.due().isAfter(now) ? entry.due() : now;
    return entry.task();
  }
}
