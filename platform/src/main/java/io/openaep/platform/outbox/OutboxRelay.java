package io.openaep.platform.outbox;

import io.openaep.platform.journal.DeviceIdentity;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.RecordReader;
import io.openaep.platform.journal.RecordWriter;
import io.openaep.platform.journal.StateChange;
import io.openaep.platform.registry.Outbox;
import io.openaep.platform.registry.OutboxEntry;
import io.openaep.platform.session.SessionChanges;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the registry's outbox on a thread of its own, `outbox`, and appends what it says to the
/// journal. How far it has come is stored in the same append, so that a crash between the two files
/// neither loses nor repeats an entry. What fails is tried again for ever, with a pause.
public final class OutboxRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

  private static final String SPACE = "outbox";
  private static final String POSITION = "position";
  private static final int BATCH_ENTRIES = 200;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Outbox outbox;
  private final Journal journal;
  private final List<LongConsumer> removed = new CopyOnWriteArrayList<>();
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private volatile long position;
  private volatile boolean closed;

  /// @param removed told each device that was deleted, when the journal has it
  public OutboxRelay(Outbox outbox, Journal journal, LongConsumer removed) {
    this.removed.add(removed);
    this.outbox = outbox;
    this.journal = journal;
    this.position =
        journal.state(SPACE).stream()
            .mapToLong(entry -> new RecordReader(entry.value().toArray()).number())
            .findFirst()
            .orElse(0);
    this.thread = Thread.ofPlatform().daemon().name("outbox").unstarted(this::run);
  }

  /// From now on this one, too, is told each device that was deleted, on the relay's thread.
  public void alsoTell(LongConsumer listener) {
    removed.add(listener);
  }

  /// Brings what a crash has left behind into the journal, then follows.
  ///
  /// @throws io.openaep.platform.journal.JournalUnavailable if the journal takes nothing
  public OutboxRelay start() {
    try {
      relayAll();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    thread.start();
    return this;
  }

  /// Waits until all that was in the outbox at the time of the call is in the journal.
  ///
  /// @return false if it took longer than `patience`
  public boolean awaitRelayed(Duration patience) {
    long wanted = outbox.end();
    long leftNanos = patience.toNanos();
    lock.lock();
    try {
      while (position < wanted && leftNanos > 0 && !closed) {
        leftNanos = moved.awaitNanos(leftNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return position >= wanted;
  }

  private void run() {
    boolean failing = false;
    while (!closed) {
      try {
        relayAll();
        failing = false;
        outbox.awaitAfter(position, PAUSE.toMillis());
      } catch (InterruptedException closing) {
        return;
      } catch (Exception e) {
        if (!failing) {
          LOG.warn("outbox waits position={} reason=\"{}\"", position, e.getMessage());
        }
        failing = true;
        pause();
      }
    }
  }

  private void relayAll() {
    while (outbox.end() > position) {
      List<OutboxEntry> batch = outbox.after(position, BATCH_ENTRIES);
      if (batch.isEmpty()) {
        reached(outbox.end());
        return;
      }
      long last = batch.getLast().id();
      List<Event> events = new ArrayList<>();
      List<StateChange> changes = new ArrayList<>();
      batch.forEach(entry -> translate(entry, events, changes));
      changes.add(
          new StateChange(
              SPACE,
              POSITION,
              0,
              Optional.of(Bytes.wrap(new RecordWriter(16).number(last).toArray()))));
      journal.append(events, changes).toCompletableFuture().join();
      events.stream()
          .filter(Event.DeviceRemoved.class::isInstance)
          .forEach(event -> removed.forEach(it -> it.accept(event.device())));
      reached(last);
      outbox.drop(last);
    }
  }

  private static void translate(OutboxEntry entry, List<Event> events, List<StateChange> changes) {
    long device = entry.device().number();
    DeviceIdentity identity =
        new DeviceIdentity(
            entry.tenantId(),
            entry.device().productId(),
            entry.device().deviceId(),
            entry.name(),
            entry.deviceSn(),
            entry.imei());
    switch (entry.kind()) {
      case CREATED -> events.add(new Event.DeviceCreated(entry.at(), device, identity));
      case DELETED -> {
        events.add(new Event.DeviceDeleted(entry.at(), device, identity));
        events.add(new Event.DeviceRemoved(entry.at(), device));
        changes.addAll(SessionChanges.forget(device));
      }
    }
  }

  private void reached(long last) {
    lock.lock();
    try {
      position = last;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pause() {
    lock.lock();
    try {
      long left = PAUSE.toNanos();
      while (!closed && left > 0) {
        left = moved.awaitNanos(left);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// Ends after the append in hand; what is left is brought over at the next start.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    try {
      if (!thread.join(Duration.ofSeconds(2))) {
        LOG.warn("outbox did not stop in time position={}", position);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
