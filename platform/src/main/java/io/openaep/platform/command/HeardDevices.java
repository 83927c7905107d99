package io.openaep.platform.command;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// When each device was heard, bounded: the device silent longest is forgotten first. A forgotten
/// one counts as not heard since the platform started: its commands wait for the next uplink, and
/// its rhythm is learned anew. Written by the dispatcher's thread, read by any.
final class HeardDevices {
  private final int limit;
  private final Map<Long, Heard> byDevice = new LinkedHashMap<>(16, 0.75f, true);

  HeardDevices(int limit, MeterRegistry meters) {
    this.limit = limit;
    Gauge.builder("openaep.commands.heard.devices", this, HeardDevices::size)
        .description("Devices of which it is remembered when they were heard")
        .register(meters);
  }

  void uplink(long device, long position, Instant at, Optional<Duration> lifetime) {
    Heard heard;
    synchronized (this) {
      heard = byDevice.computeIfAbsent(device, _ -> new Heard());
      if (byDevice.size() > limit) {
        var eldest = byDevice.entrySet().iterator();
        eldest.next();
        eldest.remove();
      }
    }
    heard.uplink(position, at, lifetime);
  }

  synchronized Optional<Heard> of(long device) {
    return Optional.ofNullable(byDevice.get(device));
  }

  synchronized void forget(long device) {
    byDevice.remove(device);
  }

  synchronized int size() {
    return byDevice.size();
  }
}
