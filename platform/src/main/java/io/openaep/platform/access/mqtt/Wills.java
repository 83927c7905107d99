package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.KeptMqttWill;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.Source;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.socket.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// The wills of connected clients, and of those that are gone and whose will is not published yet
/// (MQTT 3.1.1, 3.1.2.5; 5.0, 3.1.2.5 and 3.1.3.2.2). Published means stored as an event. At most
/// one a device. Thread-safe.
final class Wills {
  private final ConcurrentHashMap<Long, Armed> byDevice = new ConcurrentHashMap<>();

  /// Those whose append is under way: one that fails is put back, unless its device was deleted.
  private final Set<Armed> storing = ConcurrentHashMap.newKeySet();

  /// @param due when it is to be published; empty while its connection is open
  private record Armed(KeptMqttWill will, Optional<Instant> due) {
    long device() {
      return will.source().device().number();
    }

    Armed at(Instant when) {
      return new Armed(will, Optional.of(when));
    }
  }

  /// @param found of connections that were open, or gone for less than the delay, when the platform
  ///   stopped: publication may wait for the restart (3.1.2.5)
  Wills(Collection<KeptMqttWill> found, Instant startedAt) {
    found.forEach(will ->
        byDevice.put(
            will.source().device().number(),
            new Armed(will, Optional.of(startedAt.plus(will.delay())))));
  }

  /// A new connection of the device: what becomes of the will of the older one. It is not published
  /// if it was to wait and the session goes on (5.0, 3.1.3-9).
  ///
  /// @return to be stored with the login
  List<SessionChange> succeeded(DeviceRef device, boolean sessionGoesOn, Instant now, Ports ports) {
    Armed older = byDevice.remove(device.number());
    if (older == null) {
      return List.of();
    }
    if (older.will().delay().isZero() || !sessionGoesOn) {
      publish(older, now, ports).run();
    }
    return List.of(new SessionChange.DropMqttWill(device.number()));
  }

  void arm(KeptMqttWill will) {
    byDevice.put(will.source().device().number(), new Armed(will, Optional.empty()));
  }

  /// The client said goodbye (3.1.2-10).
  ///
  /// @return to be stored with the end of its connection
  List<SessionChange> disarm(Source source) {
    Armed armed = byDevice.get(source.device().number());
    return armed != null
            && armed.will().source().equals(source)
            && byDevice.remove(source.device().number(), armed)
        ? List.of(new SessionChange.DropMqttWill(source.device().number()))
        : List.of();
  }

  /// The client's connection ended without goodbye.
  ///
  /// @param expiry a will does not wait longer than its session (5.0, 3.1.3.2.2)
  void ended(Source source, Instant now, Duration expiry, Ports ports) {
    Armed armed = byDevice.get(source.device().number());
    if (armed == null || !armed.will().source().equals(source)) {
      return;
    }
    Duration delay = armed.will().delay();
    byDevice.replace(
        armed.device(), armed, armed.at(now.plus(delay.compareTo(expiry) < 0 ? delay : expiry)));
    sweep(source.device().number(), now, ports);
  }

  /// Publishes what is due.
  void sweep(Instant now, Ports ports) {
    byDevice.keySet().forEach(device -> sweep(device, now, ports));
  }

  /// Looks and appends in one step: a login that comes now stores its own will after that.
  private void sweep(long device, Instant now, Ports ports) {
    List<Runnable> follow = new ArrayList<>(1);
    byDevice.computeIfPresent(
        device,
        (_, armed) -> {
          boolean due = armed.due().filter(it -> !now.isBefore(it)).isPresent();
          if (due) {
            follow.add(publish(armed, now, ports));
          }
          return due ? null : armed;
        });
    follow.forEach(Runnable::run);
  }

  /// The device was deleted: nobody is left whose will it could be.
  void forget(long device) {
    byDevice.compute(
        device,
        (_, _) -> {
          storing.removeIf(it -> it.device() == device);
          return null;
        });
  }

  /// The disk is full: tried again at the next sweep, unless the device is back or deleted.
  private void putBack(Armed armed, Instant now) {
    byDevice.compute(
        armed.device(),
        (_, newer) -> storing.remove(armed) && newer == null ? armed.at(now) : newer);
  }

  /// A will is no packet that passes now, but belongs between those that do.
  private static Tap.Seen show(KeptMqttWill will, Tap tap) {
    Source source = will.source();
    return tap.passed(
        new Tap.Party.Device(source.device()),
        new Tap.Message(
            Tap.Direction.IN,
            source.door(),
            source.remote(),
            will.payload(),
            () -> "will published on " + will.topic() + ", QoS " + will.qos()));
  }

  /// @return follows the append; to be run when no lock of the map is held
  private Runnable publish(Armed armed, Instant now, Ports ports) {
    KeptMqttWill will = armed.will();
    Tap.Seen seen = show(will, ports.tap());
    storing.add(armed);
    CompletionStage<Receipt> stored =
        ports
            .uplinks()
            .store(
                new Inbound.Will(
                    will.source(),
                    now,
                    will.topic(),
                    will.payload(),
                    will.qos(),
                    will.retain(),
                    List.of(new SessionChange.DropMqttWill(armed.device()))));
    return () ->
        stored.whenComplete((receipt, failure) -> {
          if (failure == null) {
            seen.became(receipt.words());
            storing.remove(armed);
          } else {
            seen.became("not stored: " + failure.getMessage());
            putBack(armed, now);
          }
        });
  }
}
