package io.openaep.devices.module.lwm2m;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The server's requests that the host may read again by `QLWRD` (AT reference, 7.5), oldest first.
/// Reading one does not answer it.
final class MessageCache {
  /// The oldest goes when one more comes.
  private static final int LIMIT = 10;

  private final Deque<String> messages = new ArrayDeque<>();

  void add(String fields) {
    if (messages.size() == LIMIT) {
      messages.removeFirst();
    }
    messages.addLast(fields);
  }

  /// Takes the oldest, with the number of those left before its fields.
  Optional<String> take() {
    return Optional.ofNullable(messages.pollFirst()).map(fields -> messages.size() + "," + fields);
  }

  void clear() {
    messages.clear();
  }
}
