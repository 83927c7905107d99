package io.openaep.devices.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Lets the devices of one lane connect, a bounded number at a time. On the lane.
final class Connecting {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Deque<Reporter> waiting;
  private final int atATime;
  private int trying;
  private boolean held;

  Connecting(List<Reporter> reporters, int atATime) {
    this.waiting = new ArrayDeque<>(reporters);
    this.atATime = atATime;
  }

  void go() {
    while (trying < atATime && !waiting.isEmpty()) {
      if (!waiting.getFirst().mayWake()) {
        lookAgain(waiting.getFirst().lane());
        return;
      }
      trying++;
      Reporter reporter = waiting.removeFirst();
      reporter.connect(() -> {
        trying--;
        reporter.lane().run(this::go);
      });
    }
  }

  /// When some have fallen asleep.
  private void lookAgain(FleetLane lane) {
    if (!held) {
      held = true;
      lane.after(
          LOOK_AGAIN,
          () -> {
            held = false;
            go();
          });
    }
  }
}
