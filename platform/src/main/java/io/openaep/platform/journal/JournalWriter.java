package io.openaep.platform.journal;

import io.openaep.platform.store.StoreException;
import java.util.List;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes the journal's file: it takes what has gathered while the last commit
/// ran and commits it together (group commit), completes the stages of these appends, and only then
/// makes the events visible to the tails.
///
/// When a commit fails, everything that waits is failed with it, and new appends are refused at
/// once, until a trial write has shown that there is room again: a full disk costs a refusal, not a
/// transaction, per message.
final class JournalWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

  private static final String STOPPED = "The journal's writer has stopped.";

  private final JournalStore store;
  private final AppendQueue queue;
  private final JournalSettings settings;
  private final JournalMeters meters;
  private final RecentEvents recent;
  private final LongConsumer visible;
  private long end;

  /// @param end the newest stored position
  /// @param visible told the new end after each commit
  JournalWriter(
      JournalStore store,
      AppendQueue queue,
      JournalSettings settings,
      JournalMeters meters,
      RecentEvents recent,
      long end,
      LongConsumer visible) {
    this.store = store;
    this.queue = queue;
    this.settings = settings;
    this.meters = meters;
    this.recent = recent;
    this.end = end;
    this.visible = visible;
  }

  @Override
  public void run() {
    try {
      for (List<Append> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
        commit(batch);
      }
    } catch (Exception unexpected) {
      LOG.error("journal writer stopped end={}", end, unexpected);
    } finally {
      fail(queue.refuse(STOPPED), STOPPED);
    }
  }

  private void commit(List<Append> batch) throws InterruptedException {
    long startedAtNanos = meters.nanos();
    boolean answered = false;
    try {
      long position = store.write(batch, end);
      answered = true;
      succeed(batch, position);
      meters.committed(batch, startedAtNanos);
    } catch (StoreException e) {
      LOG.error("journal failed, refusing appends end={} reason=\"{}\"", end, e.getMessage(), e);
      meters.failed();
      String reason = "Nothing can be stored: " + e.plainly() + ".";
      List<Append> waiting = queue.refuse(reason);
      answered = true;
      fail(batch, reason);
      fail(waiting, reason);
      recover();
    } finally {
      if (!answered) {
        fail(batch, STOPPED);
      }
    }
  }

  private void succeed(List<Append> batch, long position) {
    queue.settled(batch);
    long last = end;
    for (Append append : batch) {
      last += append.events().size();
      append.done().complete(append.events().isEmpty() ? position : last);
    }
    recent.add(batch, end);
    end = position;
    visible.accept(position);
  }

  private void fail(List<Append> appends, String reason) {
    queue.settled(appends);
    for (Append append : appends) {
      append.done().completeExceptionally(new JournalUnavailable(reason));
    }
  }

  private void recover() throws InterruptedException {
    long startedAtNanos = meters.nanos();
    while (!queue.closedWithin(settings.retry())) {
      try {
        store.proveWritable(end);
        queue.accept();
        long seconds = (meters.nanos() - startedAtNanos) / 1_000_000_000;
        LOG.info("journal works again end={} after_s={}", end, seconds);
        return;
      } catch (StoreException still) {
        LOG.debug("journal still cannot be written reason=\"{}\"", still.getMessage());
      }
    }
  }
}
