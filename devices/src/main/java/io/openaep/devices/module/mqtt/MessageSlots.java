package io.openaep.devices.module.mqtt;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// Messages that wait to be read (`recv/mode` 1; AT reference, 8.4).
final class MessageSlots {
  static final int COUNT = 5;

  private final String[] fields = new String[COUNT];

  MessageSlots() {
    Arrays.fill(fields, "");
  }

  /// @param message the fields behind the client's number, never empty
  /// @return where it is; empty if all places are taken, and the message is lost
  OptionalInt store(String message) {
    for (int slot = 0; slot < COUNT; slot++) {
      if (fields[slot].isEmpty()) {
        fields[slot] = message;
        return OptionalInt.of(slot);
      }
    }
    return OptionalInt.empty();
  }

  Optional<String> take(int slot) {
    String message = fields[slot];
    fields[slot] = "";
    return message.isEmpty() ? Optional.empty() : Optional.of(message);
  }

  /// `<s0>,…,<s4>`: 1 where something is stored.
  String states() {
    StringBuilder states = new StringBuilder();
    for (String message : fields) {
      states.append(states.isEmpty() ? "" : ",").append(message.isEmpty() ? 0 : 1);
    }
    return states.toString();
  }
}
