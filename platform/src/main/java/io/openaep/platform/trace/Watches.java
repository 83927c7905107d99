package io.openaep.platform.trace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The few devices that someone watches for a while. What was seen stays readable after the time is
/// over, until another device needs the place. Thread-safe; looking up costs nothing while nobody
/// is watched.
final class Watches {
  private final TraceSettings settings;
  private final InstantSource clock;

  /// By the watched device's id, oldest first.
  private final Map<String, Watch> watches = new LinkedHashMap<>();

  /// By every name under which something of it may be seen. Replaced as a whole.
  private volatile Map<String, Watch> byName = Map.of();

  private record Watch(Ring ring, Instant until, Set<String> names) {
    boolean isOn(Instant now) {
      return now.isBefore(until);
    }
  }

  Watches(TraceSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// Begins to watch, or watches on.
  ///
  /// @param length zero ends it
  /// @throws TraceRefused with a sentence if that is too long or too many are watched
  synchronized Instant watch(String device, Set<String> names, Duration length) {
    if (length.isNegative() || length.compareTo(settings.longestWatch()) > 0) {
      throw new TraceRefused(
          "a device can be watched for 0 to %d minutes"
              .formatted(settings.longestWatch().toMinutes()));
    }
    Instant now = clock.instant();
    Watch known = watches.get(device);
    if (known == null && !length.isZero()) {
      makeRoom(now);
    }
    if (known != null || !length.isZero()) {
      Ring ring =
          known != null
              ? known.ring()
              : new Ring(settings.watchedMessages(), settings.watchedBytes());
      watches.put(device, new Watch(ring, now.plus(length), Set.copyOf(names)));
      publish();
    }
    return now.plus(length);
  }

  private void makeRoom(Instant now) {
    if (watches.size() < settings.watched()) {
      return;
    }
    String over =
        watches.entrySet().stream()
            .filter(it -> !it.getValue().isOn(now))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() ->
                new TraceRefused(
                    "%d devices are watched, which is the limit; end one first or wait"
                        .formatted(watches.size())));
    watches.remove(over);
  }

  private void publish() {
    Map<String, Watch> names = new HashMap<>();
    for (Watch watch : watches.values()) {
      watch.names().forEach(name -> names.put(name, watch));
    }
    byName = Map.copyOf(names);
  }

  /// Where to note what is seen of this name; empty if nobody watches it now.
  Optional<Ring> of(String name) {
    Watch watch = byName.get(name);
    return watch != null && watch.isOn(clock.instant())
        ? Optional.of(watch.ring())
        : Optional.empty();
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /// Until when the device is watched; empty if it is not.
  synchronized Optional<Instant> until(String device) {
    return Optional.ofNullable(watches.get(device))
        .filter(it -> it.isOn(clock.instant()))
        .map(Watch::until);
  }

  synchronized List<Note> notes(String device) {
    return Optional.ofNullable(watches.get(device)).map(it -> it.ring().notes()).orElse(List.of());
  }

  /// How many are watched now.
  synchronized int count() {
    Instant now = clock.instant();
    return (int) new HashSet<>(watches.values()).stream().filter(it -> it.isOn(now)).count();
  }
}
