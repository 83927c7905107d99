package io.openaep.platform.store;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One database: writes one after another on a single connection, each a transaction of its own;
/// reads beside them on a few more. Runs on the caller's thread and blocks it. Thread-safe.
///
/// After any failure of SQL in a write, the connection is closed and the next write opens a new
/// one. With SQLite that is needed: after a full disk the driver believes in a transaction that is
/// no more, and rows would be stored while `commit` reports failure.
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /// Enough for the protocol threads' point reads on small machines; each costs up to 1 MiB.
  private static final int READERS = 4;

  /// So many readers are left to point reads while lists are being searched.
  private static final int READERS_KEPT_FREE = 2;

  private final ConnectionSource source;
  private final ReentrantLock writing = new ReentrantLock();
  private final Semaphore reading = new Semaphore(READERS);
  private final Semaphore searching = new Semaphore(READERS - READERS_KEPT_FREE);
  private final ConcurrentLinkedDeque<Handle> idleReaders = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /// Guarded by `writing`; null until the next write opens one.
  private @Nullable Handle writer;

  private Database(ConnectionSource source) {
    this.source = source;
  }

  /// What is done with a connection. May throw anything unchecked as well.
  @FunctionalInterface
  public interface Work<R> {
    R run(Handle handle) throws SQLException;
  }

  /// Work without a result.
  @FunctionalInterface
  public interface Change {
    void run(Handle handle) throws SQLException;
  }

  /// Opens (or makes) the database.
  ///
  /// @throws UnusableData if it cannot be opened
  public static Database open(ConnectionSource source) {
    Database database = new Database(source);
    try {
      database.write(handle -> handle.number("select 1"));
    } catch (StoreException e) {
      database.close();
      throw new UnusableData(
          ("The database %s cannot be opened (%s). See that this user may write it and that the disk"
                  + " has room; if it is damaged, restore a backup.")
              .formatted(source, e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
          e);
    }
    return database;
  }

  /// A short read: a point query or a page along an index.
  ///
  /// @throws StoreException if the database fails
  public <R> R read(Work<R> work) {
    reading.acquireUninterruptibly();
    try {
      return readNow(work);
    } finally {
      reading.release();
    }
  }

  /// A read that may take long, such as a search through many rows. Only a few run at a time, so
  /// that short reads never queue behind them.
  ///
  /// @throws StoreException if the database fails
  public <R> R search(Work<R> work) {
    searching.acquireUninterruptibly();
    try {
      return read(work);
    } finally {
      searching.release();
    }
  }

  /// One transaction: committed when the call returns, rolled back when `work` throws.
  ///
  /// @throws StoreException if the database fails; nothing is stored then
  public <R> R write(Work<R> work) {
    writing.lock();
    try {
      if (writing.getHoldCount() > 1) {
        throw new IllegalStateException("a write within a write");
      }
      return writeNow(work);
    } finally {
      writing.unlock();
    }
  }

  /// {@link #write} without a result.
  public void change(Change change) {
    write(handle -> {
      change.run(handle);
      return true;
    });
  }

  /// Waits for the running write; later calls fail.
  @Override
  public void close() {
    closed = true;
    reading.acquireUninterruptibly(READERS);
    try {
      for (Handle reader = idleReaders.poll(); reader != null; reader = idleReaders.poll()) {
        discard(reader);
      }
    } finally {
      reading.release(READERS);
    }
    writing.lock();
    try {
      dropWriter();
    } finally {
      writing.unlock();
    }
  }

  /// Which database this is, for messages.
  @Override
  public String toString() {
    return source.toString();
  }

  private <R> R readNow(Work<R> work) {
    Handle handle = null;
    boolean usable = false;
    try {
      refuseIfClosed();
      handle = idleReaders.poll();
      if (handle == null) {
        handle = new Handle(source.reader());
      }
      R result = work.run(handle);
      usable = true;
      return result;
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      if (usable && handle != null) {
        idleReaders.push(handle);
      } else if (handle != null) {
        discard(handle);
      }
    }
  }

  private <R> R writeNow(Work<R> work) {
    boolean committed = false;
    boolean broken = false;
    try {
      refuseIfClosed();
      Handle handle = writer;
      if (handle == null) {
        handle = new Handle(source.writer());
        writer = handle;
      }
      R result = work.run(handle);
      handle.commit();
      committed = true;
      return result;
    } catch (SQLException e) {
      broken = true;
      throw failed(e);
    } finally {
      if (broken) {
        dropWriter();
      } else if (!committed) {
        undo();
      }
    }
  }

  private void undo() {
    try {
      if (writer != null) {
        writer.rollback();
      }
    } catch (SQLException e) {
      LOG.debug("rollback failed database={} reason=\"{}\"", source, e.getMessage());
      dropWriter();
    }
  }

  private void dropWriter() {
    if (writer != null) {
      discard(writer);
      writer = null;
    }
  }

  private void discard(Handle handle) {
    try {
      handle.close();
    } catch (SQLException e) {
      LOG.warn("close failed database={} reason=\"{}\"", source, e.getMessage());
    }
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new StoreException("The database " + source + " is closed");
    }
  }

  private StoreException failed(SQLException e) {
    return new StoreException("The database " + source + " failed: " + e.getMessage(), e);
  }
}
