package io.openaep.devices.link;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// A lane on a virtual clock: what is due runs when the test advances the time, in order. Tasks may
/// also come from socket threads; they wait for the next {@link #settle} or {@link #advance}.
public final class ManualLane implements Lane {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::due).thenComparingLong(Task::order));
  private Instant now = Instant.parse("2026-11-22T08:00:00Z");
  private long order;

  private record Task(Instant due, long order, Runnable work) {}

  @Override
  public void run(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public synchronized Later after(Duration delay, Runnable work) {
    Task task = new Task(now.plus(delay), order++, work);
    tasks.add(task);
    return () -> remove(task);
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  /// Runs what is due now.
  public void settle() {
    advance(Duration.ZERO);
  }

  /// Lets time pass; every task sees its own time.
  public void advance(Duration by) {
    Instant end = now().plus(by);
    while (true) {
      Task next;
      synchronized (this) {
        next = tasks.peek();
        if (next == null || next.due.isAfter(end)) {
          now = end;
          return;
        }
        tasks.remove(next);
        now = next.due.isAfter(now) ? next.due : now;
      }
      next.work.run();
    }
  }

  /// How many tasks wait for their time: zero means that nothing was left running.
  public synchronized int waiting() {
    return tasks.size();
  }
}
