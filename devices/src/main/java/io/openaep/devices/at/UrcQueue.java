package io.openaep.devices.at;

import java.util.ArrayDeque;
import java.util.Deque;

/// Unsolicited codes, held while something else has the port and printed in order afterwards
/// (Quectel AT manual, 1.5). On the loop.
final class UrcQueue {
  /// A module that nobody lets speak keeps this many; later ones are dropped.
  static final int LIMIT = 1000;

  private final ResponseWriter writer;
  private final Deque<String> held = new ArrayDeque<>();

  UrcQueue(ResponseWriter writer) {
    this.writer = writer;
  }

  void hold(String text) {
    if (held.size() < LIMIT) {
      held.add(text);
    }
  }

  void release() {
    while (!held.isEmpty()) {
      writer.unsolicited(held.remove());
    }
  }
}
