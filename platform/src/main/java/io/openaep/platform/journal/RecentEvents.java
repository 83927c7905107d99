package io.openaep.platform.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The newest events as objects, so that tails that keep up neither read them from the file nor
/// decode them: that would cost each tail about as much as storing them. Bounded in events and
/// bytes. Thread-safe; the writer adds, tails read.
final class RecentEvents {
  private final @Nullable Recorded[] ring;
  private final int[] sizeBytes;
  private final long limitBytes;
  private long bytes;

  /// Positions from `oldest` up to, not including, `next` are held.
  private long oldest;

  private long next;

  /// @param end the newest stored position: what is older must be read from the file
  RecentEvents(int limitEvents, long limitBytes, long end) {
    this.ring = new Recorded[limitEvents];
    this.sizeBytes = new int[limitEvents];
    this.limitBytes = limitBytes;
    this.oldest = end + 1;
    this.next = end + 1;
  }

  /// Adds the events of a commit.
  ///
  /// @param end the newest position before them
  synchronized void add(List<Append> batch, long end) {
    long position = end;
    for (Append append : batch) {
      for (Append.Encoded event : append.events()) {
        put(new Recorded(++position, event.event()), event.body().size());
      }
    }
  }

  /// Events after `position` up to `end`, at most `limit`.
  ///
  /// @return empty if some of them are no longer held
  synchronized Optional<List<Recorded>> read(long position, long end, int limit) {
    if (position + 1 < oldest) {
      return Optional.empty();
    }
    long last = Math.min(Math.min(end, next - 1), position + limit);
    List<Recorded> found = new ArrayList<>((int) Math.max(0, last - position));
    for (long at = position + 1; at <= last; at++) {
      Recorded recorded = ring[slot(at)];
      if (recorded != null) {
        found.add(recorded);
      }
    }
    return Optional.of(found);
  }

  /// Forgets what has been deleted from the file.
  synchronized void dropUpTo(long position) {
    while (oldest < next && oldest <= position) {
      dropOldest();
    }
  }

  private void put(Recorded recorded, int size) {
    while (oldest < next && (next - oldest == ring.length || bytes + size > limitBytes)) {
      dropOldest();
    }
    ring[slot(next)] = recorded;
    sizeBytes[slot(next)] = size;
    bytes += size;
    next++;
  }

  private void dropOldest() {
    int slot = slot(oldest++);
    bytes -= sizeBytes[slot];
    ring[slot] = null;
  }

  private int slot(long position) {
    return (int) (position % ring.length);
  }
}
