package io.openaep.platform.command;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// What operators see of commands: `openaep_commands_total{status}` counts every change of state
/// (failures by their kind), `openaep_commands_held` what has not ended. Thread-safe.
final class CommandMetrics {
  private final Map<CommandStatus, Counter> byStatus = new EnumMap<>(CommandStatus.class);
  private final Map<Failure, Counter> byFailure = new EnumMap<>(Failure.class);
  private final AtomicInteger held = new AtomicInteger();
  private final MeterRegistry registry;

  CommandMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (CommandStatus status : CommandStatus.values()) {
      if (status != CommandStatus.FAILED) {
        byStatus.put(status, counter(registry, status.name()));
      }
    }
    for (Failure failure : Failure.values()) {
      byFailure.put(failure, counter(registry, failure.name()));
    }
    Gauge.builder("openaep.commands.held", held, AtomicInteger::get)
        .description("Commands that have not ended: waiting or in flight")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String status) {
    return Counter.builder("openaep.commands")
        .description("Changes of state of commands")
        .tag("status", status.toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /// For what counts itself.
  MeterRegistry meters() {
    return registry;
  }

  void became(CommandStatus status) {
    Counter counter = byStatus.get(status);
    if (counter != null) {
      counter.increment();
    }
  }

  void failed(Failure failure) {
    Counter counter = byFailure.get(failure);
    if (counter != null) {
      counter.increment();
    }
  }

  void held(int count) {
    held.set(count);
  }
}
