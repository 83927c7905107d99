package io.openaep.platform.trace;

import io.micrometer.core.instrument.Counter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The last messages of many parties within one bound of memory: the party silent longest is
/// forgotten first. In parts with a lock each, so that event loops seldom meet. Thread-safe.
final class Rings {
  private static final int PARTS = 16;

  /// 2³² divided by the golden ratio: spreads over the upper bits (Knuth, 6.4).
  private static final int GOLDEN = 0x9E3779B9;

  private static final int PART_SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(PARTS);

  /// Map entry, key and the empty ring.
  private static final int RING_BYTES = 300;

  private final int lastMessages;
  private final int partBytes;
  private final Counter forgotten;
  private final Part[] parts = new Part[PARTS];

  private static final class Part {
    private final Map<String, Ring> byName = new LinkedHashMap<>(16, 0.75f, true);
    private long sizeBytes;
  }

  Rings(int lastMessages, int memoryBytes, Counter forgotten) {
    this.lastMessages = lastMessages;
    this.partBytes = Math.max(1, memoryBytes / PARTS);
    this.forgotten = forgotten;
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new Part();
    }
  }

  void add(String name, Note note) {
    Part part = part(name);
    synchronized (part) {
      Ring ring = part.byName.get(name);
      if (ring == null) {
        ring = new Ring(lastMessages, partBytes);
        part.byName.put(name, ring);
        part.sizeBytes += RING_BYTES;
      }
      part.sizeBytes += ring.add(note);
      while (part.sizeBytes > partBytes && part.byName.size() > 1) {
        var eldest = part.byName.entrySet().iterator();
        part.sizeBytes -= RING_BYTES + eldest.next().getValue().sizeBytes();
        eldest.remove();
        forgotten.increment();
      }
    }
  }

  List<Note> of(String name) {
    Part part = part(name);
    synchronized (part) {
      Ring ring = part.byName.get(name);
      return ring == null ? List.of() : ring.notes();
    }
  }

  long sizeBytes() {
    long sum = 0;
    for (Part part : parts) {
      synchronized (part) {
        sum += part.sizeBytes;
      }
    }
    return sum;
  }

  /// By bits of the hash that the maps do not go by: else each part's map would have all of its
  /// names in one bucket of 16.
  private Part part(String name) {
    return parts[partOf(name.hashCode())];
  }

  static int partOf(int hash) {
    return hash * GOLDEN >>> PART_SHIFT;
  }
}
