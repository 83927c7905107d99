package io.openaep.platform.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Tap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The memory behind the {@link Tap}. Devices that were let in and strangers are kept apart, so
/// that somebody who calls himself like a device cannot push the device's own messages out.
/// Thread-safe; doors call it on their own threads, readers on theirs.
public final class DeviceTrace implements Tap, AutoCloseable {
  private final TraceSettings settings;
  private final InstantSource clock;
  private final Rings devices;
  private final Rings strangers;
  private final Watches watches;
  private final AtomicLong sequence = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  public DeviceTrace(TraceSettings settings, InstantSource clock, MeterRegistry meters) {
    this.settings = settings;
    this.clock = clock;
    this.watches = new Watches(settings, clock);
    this.devices =
        new Rings(settings.lastMessages(), settings.memoryBytes(), forgotten("device", meters));
    this.strangers =
        new Rings(settings.lastMessages(), settings.strangerBytes(), forgotten("stranger", meters));
    Gauge.builder(
            "openaep.trace.memory", this, it -> it.devices.sizeBytes() + it.strangers.sizeBytes())
        .baseUnit("bytes")
        .description("memory for the last messages of all devices and strangers")
        .register(meters);
    Gauge.builder("openaep.trace.watched", watches, Watches::count)
        .description("devices that someone watches now")
        .register(meters);
  }

  private static Counter forgotten(String of, MeterRegistry meters) {
    return Counter.builder("openaep.trace.forgotten")
        .description("Devices or strangers forgotten by the trace for want of room")
        .tag("of", of)
        .register(meters);
  }

  @Override
  public boolean looksAt(Party party) {
    return settings.lastMessages() > 0
        || (!watches.isEmpty() && watches.of(name(party)).isPresent());
  }

  @Override
  public Seen passed(Party party, Message message) {
    if (!looksAt(party)) {
      return Seen.FORGOTTEN;
    }
    Note note =
        Note.of(sequence.incrementAndGet(), clock.instant(), message, settings.messageBytes());
    keep(party, note);
    return note;
  }

  /// One note for both, so that the device's trace shows it once.
  @Override
  public Seen belongs(Seen seen, Party device, Message message) {
    if (!(seen instanceof Note note)) {
      return passed(device, message);
    }
    keep(device, note);
    return note;
  }

  @Override
  public void refused(Party party, Door door, String remote, String reason) {
    if (looksAt(party)) {
      keep(party, Note.refusal(sequence.incrementAndGet(), clock.instant(), door, remote, reason));
    }
  }

  @Override
  public void ignored(Party party, Door door, String remote, String what, String reason) {
    if (looksAt(party)) {
      Note note = Note.bare(sequence.incrementAndGet(), clock.instant(), door, remote, what);
      note.became("ignored: " + reason);
      keep(party, note);
    }
  }

  @Override
  public void noted(Party party, Door door, String remote, String what) {
    if (looksAt(party)) {
      keep(party, Note.bare(sequence.incrementAndGet(), clock.instant(), door, remote, what));
    }
  }

  private void keep(Party party, Note note) {
    String name = name(party);
    if (settings.lastMessages() > 0) {
      switch (party) {
        case Party.Device _ -> devices.add(name, note);
        case Party.Stranger _ -> strangers.add(name, note);
      }
    }
    if (!watches.isEmpty()) {
      watches.of(name).ifPresent(ring -> ring.add(note));
    }
  }

  private static String name(Party party) {
    return switch (party) {
      case Party.Device(var ref) -> ref.deviceId();
      case Party.Stranger(String claimed) -> PartyName.of(claimed);
    };
  }

  /// Remembers everything of a device for a while.
  ///
  /// @param otherNames what it may call itself before it is let in: its IMEI
  /// @param length zero ends it; what was seen stays readable
  /// @return when it ends
  /// @throws TraceRefused if that is too long, or too many devices are watched
  public Instant watch(String deviceId, Collection<String> otherNames, Duration length) {
    Set<String> names = new HashSet<>();
    names.add(deviceId);
    names.add(PartyName.of(deviceId));
    otherNames.forEach(it -> names.add(PartyName.of(it)));
    return watches.watch(deviceId, names, length);
  }

  /// Until when a device is watched.
  public Optional<Instant> watchedUntil(String deviceId) {
    return watches.until(deviceId);
  }

  /// What is remembered of a device, in the order in which it was seen: its own messages, and those
  /// of whoever called itself like it and was refused.
  ///
  /// @param otherNames as in {@link #watch}
  /// @param after only what has a higher sequence
  /// @param limit of the newest
  public List<TraceEntry> read(
      String deviceId, Collection<String> otherNames, long after, int limit) {
    SortedMap<Long, Note> found = new TreeMap<>();
    collect(devices.of(deviceId), after, found);
    collect(watches.notes(deviceId), after, found);
    collect(strangers.of(PartyName.of(deviceId)), after, found);
    otherNames.forEach(it -> collect(strangers.of(PartyName.of(it)), after, found));
    return newest(found, limit);
  }

  /// What is remembered of somebody who was never let in.
  ///
  /// @param name what it calls itself, or `@` and its address
  public List<TraceEntry> stranger(String name, long after, int limit) {
    SortedMap<Long, Note> found = new TreeMap<>();
    collect(strangers.of(PartyName.of(name)), after, found);
    return newest(found, limit);
  }

  /// Tells those who follow a trace that the platform stops.
  @Override
  public void close() {
    closed.countDown();
  }

  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  /// Waits for so long, or less if the platform stops.
  public void awaitClose(Duration longest) {
    try {
      var _ = closed.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void collect(List<Note> notes, long after, SortedMap<Long, Note> found) {
    notes.stream().filter(it -> it.sequence > after).forEach(it -> found.put(it.sequence, it));
  }

  private static List<TraceEntry> newest(SortedMap<Long, Note> found, int limit) {
    return found.values().stream()
        .skip(Math.max(0, found.size() - limit))
        .map(Note::entry)
        .toList();
  }
}
