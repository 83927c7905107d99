package io.openaep.platform.command;

import io.openaep.platform.command.CommandStore.OpenCommand;
import io.openaep.platform.command.Lane.Held;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

/// All lanes that have an open command, with the deadlines of their commands. Changed by the
/// dispatcher's thread alone; a lane can be looked up by any.
final class Lanes {
  private final Map<Long, Lane> byDevice = new ConcurrentHashMap<>();
  private final Agenda agenda;
  private final CommandMetrics metrics;
  private final LongFunction<Lane> maker;
  private int held;

  /// @param maker of a device's lane
  Lanes(Agenda agenda, CommandMetrics metrics, LongFunction<Lane> maker) {
    this.agenda = agenda;
    this.metrics = metrics;
    this.maker = maker;
  }

  Optional<Lane> find(long device) {
    return Optional.ofNullable(byDevice.get(device));
  }

  /// The device's lane, made if it has none.
  Lane of(long device) {
    return byDevice.computeIfAbsent(device, maker::apply);
  }

  List<Lane> all() {
    return List.copyOf(byDevice.values());
  }

  /// Open commands over all devices.
  int held() {
    return held;
  }

  /// Takes a command into its device's lane, unless it is there.
  ///
  /// @param atDeadline called when its TTL is over, unless it has ended before
  Lane hold(OpenCommand command, Cargo cargo, BiConsumer<Lane, Held> atDeadline) {
    Lane lane = of(command.device());
    if (lane.find(command.id()).isEmpty()) {
      Held added = lane.add(command, cargo);
      added.deadline(agenda.add(added.waiting().expiresAt(), () -> atDeadline.accept(lane, added)));
      count(1);
    }
    return lane;
  }

  /// A command has ended.
  ///
  /// @return its lane, if it was open
  Optional<Lane> end(long device, long command) {
    Optional<Lane> lane = find(device);
    lane.flatMap(it -> it.find(command))
        .ifPresent(ended -> {
          lane.orElseThrow().remove(ended);
          ended.deadline().ifPresent(agenda::cancel);
          count(-1);
        });
    lane.ifPresent(this::forgetIfIdle);
    return lane;
  }

  /// The device was deleted: its lane goes, with everything in it.
  Optional<Lane> remove(long device) {
    Optional<Lane> lane = Optional.ofNullable(byDevice.remove(device));
    lane.ifPresent(removed -> {
      removed.markRemoved();
      for (Held each : removed.all()) {
        each.deadline().ifPresent(agenda::cancel);
        count(-1);
      }
    });
    return lane;
  }

  /// A lane without commands is made anew when one comes: nothing that it knows matters then.
  void forgetIfIdle(Lane lane) {
    if (lane.idle()) {
      byDevice.remove(lane.device(), lane);
    }
  }

  private void count(int change) {
    held += change;
    metrics.held(held);
  }
}
