package io.openaep.platform.push;

import java.util.Comparator;

/// A message that waits for a receiver: which event, and for which subscription. The text is made
/// when it is sent.
///
/// @param dead the dead letter whose text is sent again; 0 for an event of the journal
/// @param device the registry's number, by which order is kept
record Pending(long receiver, long position, long subscription, long dead, long device) {
  /// The order in which a receiver gets its messages.
  static final Comparator<Pending> ORDER =
      Comparator.comparingLong(Pending::position)
          .thenComparingLong(Pending::subscription)
          .thenComparingLong(Pending::dead);

  /// Before every message of a receiver.
  static Pending start(long receiver) {
    return new Pending(receiver, 0, 0, 0, 0);
  }

  /// Reading on from here gives this one first.
  Pending before() {
    return new Pending(receiver, position, subscription, dead - 1, device);
  }
}
