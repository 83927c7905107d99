package io.openaep.devices.fleet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Lets the devices of one lane connect, a bounded number at a time. On the lane.
final class Connecting {
  private final Deque<Reporter> waiting;
  private final int atATime;
  private int trying;

  Connecting(List<Reporter> reporters, int atATime) {
    this.waiting = new ArrayDeque<>(reporters);
    this.atATime = atATime;
  }

  void go() {
    while (trying < atATime && !waiting.isEmpty()) {
      trying++;
      Reporter reporter = waiting.removeFirst();
      reporter.connect(() -> {
        trying--;
        reporter.lane().run(this::go);
      });
    }
  }
}
