package io.openaep.platform.registry;

import io.openaep.platform.store.Database;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The outbox in the registry's own database. Thread-safe.
final class SqlOutbox implements Outbox {
  private final Database database;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private volatile long end;

  SqlOutbox(Database database) {
    this.database = database;
    this.end = database.read(OutboxStore::end);
  }

  /// To be called after a change that wrote an entry is committed.
  void committed(long newEnd) {
    lock.lock();
    try {
      end = Math.max(end, newEnd);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public List<OutboxEntry> after(long id, int limit) {
    return database.read(handle -> OutboxStore.after(handle, id, limit));
  }

  @Override
  public void drop(long upTo) {
    database.change(handle -> OutboxStore.drop(handle, upTo));
  }

  @Override
  public void awaitAfter(long id, long atMostMs) throws InterruptedException {
    long leftNanos = TimeUnit.MILLISECONDS.toNanos(atMostMs);
    lock.lock();
    try {
      while (end <= id && leftNanos > 0) {
        leftNanos = moved.awaitNanos(leftNanos);
      }
    } finally {
      lock.unlock();
    }
  }
}
