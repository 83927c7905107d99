package io.openaep.platform.ingest;

import io.openaep.platform.journal.Event.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The newest messages of each device that it may send again, so that a repetition is recognised
/// and answered with the position of the first copy. Bounded a device (a chatty one cannot push out
/// the others) and in all; what is forgotten early can only be stored twice, never lost.
/// Thread-safe: devices are spread over stripes with a lock each.
final class Repeats {
  /// RFC 7252, 4.8.2: EXCHANGE_LIFETIME with the default transmission parameters.
  static final Duration WINDOW = Duration.ofSeconds(247);

  /// An MQTT device sends again on its next connection, whenever that is. An hour outlives every
  /// usual pause between two attempts; a device that was away for longer may be stored twice.
  static final Duration MQTT_WINDOW = Duration.ofHours(1);

  /// As many messages as a door lets wait for the journal: so many acknowledgements of one device
  /// may get lost at once.
  private static final int DEVICE_KEYS = 64;

  private static final int STRIPES = 16;

  private final Stripe[] stripes = new Stripe[STRIPES];

  /// A message once seen.
  ///
  /// @param stored completes with its position, or fails with its append
  private record Seen(long key, Instant at, Duration window, CompletableFuture<Long> stored) {
    boolean isOver(Instant now) {
      return Duration.between(at, now).compareTo(window) > 0;
    }
  }

  /// @param limitKeys the most keys in all
  Repeats(int limitKeys) {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe(Math.max(1, limitKeys / STRIPES));
    }
  }

  /// Looks for an earlier report of the device with the same key, and remembers this one, whose
  /// fate is `stored`, if there is none.
  ///
  /// @param compare false if it is surely no repetition: it takes the place of an equal earlier one
  /// @return the fate of the earlier one; empty if this is the first
  Optional<CompletableFuture<Long>> claim(
      Reported report, boolean compare, CompletableFuture<Long> stored) {
    return stripe(report.device())
        .claim(
            report.device(),
            new Seen(report.repeatKey(), report.at(), window(report.door()), stored),
            compare);
  }

  /// This copy was not stored: the next one with its key is a first one.
  void forget(Reported report) {
    stripe(report.device()).forget(report);
  }

  int size() {
    int keys = 0;
    for (Stripe stripe : stripes) {
      keys += stripe.size();
    }
    return keys;
  }

  private static Duration window(String door) {
    return door.startsWith("mqtt") ? MQTT_WINDOW : WINDOW;
  }

  private Stripe stripe(long device) {
    return stripes[Long.hashCode(device * 0x9e37_79b9_7f4a_7c15L) >>> 28];
  }

  /// Some of the devices, the one with the newest message last.
  private static final class Stripe {
    private final int limitKeys;
    private final Map<Long, ArrayDeque<Seen>> devices = new LinkedHashMap<>(16, 0.75f, true);
    private int keys;

    Stripe(int limitKeys) {
      this.limitKeys = limitKeys;
    }

    synchronized Optional<CompletableFuture<Long>> claim(long device, Seen seen, boolean compare) {
      ArrayDeque<Seen> earlier = devices.computeIfAbsent(device, _ -> new ArrayDeque<>(2));
      Seen same = find(earlier, seen.key());
      if (same != null) {
        if (compare && !same.isOver(seen.at())) {
          return Optional.of(same.stored());
        }
        earlier.remove(same);
        keys--;
      }
      if (earlier.size() == DEVICE_KEYS) {
        earlier.removeFirst();
        keys--;
      }
      earlier.addLast(seen);
      keys++;
      dropOld(seen.at());
      return Optional.empty();
    }

    synchronized void forget(Reported report) {
      ArrayDeque<Seen> seen = devices.get(report.device());
      if (seen != null
          && seen.removeIf(
              one -> one.key() == report.repeatKey() && one.at().equals(report.at()))) {
        keys--;
        if (seen.isEmpty()) {
          devices.remove(report.device());
        }
      }
    }

    synchronized int size() {
      return keys;
    }

    /// Drops devices that were silent for the window, and the longest silent ones beyond the limit.
    private void dropOld(Instant now) {
      Iterator<ArrayDeque<Seen>> longestSilent = devices.values().iterator();
      while (longestSilent.hasNext()) {
        ArrayDeque<Seen> seen = longestSilent.next();
        boolean over = seen.isEmpty() || seen.getLast().isOver(now);
        if (!over && keys <= limitKeys || devices.size() == 1) {
          return;
        }
        keys -= seen.size();
        longestSilent.remove();
      }
    }

    private static @Nullable Seen find(ArrayDeque<Seen> earlier, long key) {
      for (Seen one : earlier) {
        if (one.key() == key) {
          return one;
        }
      }
      return null;
    }
  }
}
