package io.openaep.platform.trace;

import java.util.ArrayDeque;
import java.util.List;

/// The newest notes of one party, bounded in number and bytes. Guarded by its own lock.
final class Ring {
  private final int limit;
  private final int limitBytes;
  private final ArrayDeque<Note> notes = new ArrayDeque<>(4);
  private int sizeBytes;

  Ring(int limit, int limitBytes) {
    this.limit = limit;
    this.limitBytes = limitBytes;
  }

  /// Takes one more and lets the oldest go.
  ///
  /// @return by how many bytes the ring has grown; negative if it shrank
  synchronized int add(Note note) {
    int before = sizeBytes;
    notes.addLast(note);
    sizeBytes += note.sizeBytes();
    while (notes.size() > limit || (sizeBytes > limitBytes && notes.size() > 1)) {
      sizeBytes -= notes.removeFirst().sizeBytes();
    }
    return sizeBytes - before;
  }

  synchronized int sizeBytes() {
    return sizeBytes;
  }

  synchronized List<Note> notes() {
    return List.copyOf(notes);
  }
}
