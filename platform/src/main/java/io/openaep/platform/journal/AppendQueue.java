package io.openaep.platform.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for the disk, bounded in events and bytes: `offer` never blocks, it refuses. An
/// append counts until its commit is over, so the bound covers everything that is not yet stored.
/// Thread-safe; one thread takes.
final class AppendQueue {
  private final JournalSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Append> waiting = new ArrayDeque<>();
  private int events;
  private long bytes;
  private boolean writerSleeps;
  private boolean closed;
  private Optional<String> refusal = Optional.empty();

  AppendQueue(JournalSettings settings) {
    this.settings = settings;
  }

  /// @return why it was refused; empty if it was taken
  Optional<String> offer(Append append) {
    lock.lock();
    try {
      if (closed) {
        return Optional.of("The journal is closed.");
      }
      if (refusal.isPresent()) {
        return refusal;
      }
      if (append.events().size() > settings.queueEvents()
          || append.sizeBytes() > settings.queueBytes()) {
        return Optional.of(
            "%d events (%d bytes) at once are more than journal.queue-events or journal.queue-bytes allow."
                .formatted(append.events().size(), append.sizeBytes()));
      }
      if (events + append.events().size() > settings.queueEvents()
          || bytes + append.sizeBytes() > settings.queueBytes()) {
        return Optional.of(
            "The disk does not keep up: "
                + events
                + " events ("
                + bytes
                + " bytes) wait to be stored.");
      }
      waiting.add(append);
      events += append.events().size();
      bytes += append.sizeBytes();
      if (writerSleeps) {
        changed.signal();
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for work and takes as much as fits one commit, at least one append.
  ///
  /// @return empty when the queue is closed and everything has been taken
  List<Append> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        writerSleeps = true;
        changed.await();
      }
      writerSleeps = false;
      List<Append> taken = new ArrayList<>();
      int takenEvents = 0;
      long takenBytes = 0;
      for (Append next = waiting.peek(); next != null; next = waiting.peek()) {
        takenEvents += next.events().size();
        takenBytes += next.sizeBytes();
        boolean fits =
            takenEvents <= settings.commitEvents() && takenBytes <= settings.commitBytes();
        if (!fits && !taken.isEmpty()) {
          break;
        }
        taken.add(waiting.remove());
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// The commit of these is over, one way or the other.
  void settled(List<Append> appends) {
    lock.lock();
    try {
      for (Append append : appends) {
        events -= append.events().size();
        bytes -= append.sizeBytes();
      }
    } finally {
      lock.unlock();
    }
  }

  /// From now on everything is refused with this reason.
  ///
  /// @return what was waiting, to be failed by the caller
  List<Append> refuse(String reason) {
    lock.lock();
    try {
      refusal = Optional.of(reason);
      List<Append> failed = List.copyOf(waiting);
      waiting.clear();
      return failed;
    } finally {
      lock.unlock();
    }
  }

  void accept() {
    lock.lock();
    try {
      refusal = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Why nothing is taken now.
  Optional<String> refusal() {
    lock.lock();
    try {
      return closed ? Optional.of("The journal is closed.") : refusal;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits unless the queue is or becomes closed.
  ///
  /// @return whether it is closed
  boolean closedWithin(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Events that are not yet stored, those of the running commit among them.
  int depth() {
    lock.lock();
    try {
      return events;
    } finally {
      lock.unlock();
    }
  }
}
