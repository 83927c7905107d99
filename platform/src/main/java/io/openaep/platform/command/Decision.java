package io.openaep.platform.command;

import java.time.Duration;

/// What is to be done with a command now, as {@link DeliveryPolicy} decided.
sealed interface Decision {
  /// In words for people: why it is held, or why it fails.
  String why();

  /// @param patience how much longer than the transport's retransmission the answer may take
  record SendNow(Duration patience) implements Decision {
    @Override
    public String why() {
      return "about to be sent";
    }
  }

  /// The device sleeps; the next uplink is the chance.
  record HoldForUplink(String why) implements Decision {}

  /// There is no connection or registration to send it on.
  record HoldForConnection(String why) implements Decision {}

  /// Another command of the device is before it: one in flight per device.
  record HoldForTurn(String why) implements Decision {}

  /// The TTL is over; it is never sent.
  record Expire(String why) implements Decision {}

  /// It may not wait (TTL 0) and cannot leave now.
  record FailNow(String why) implements Decision {}
}
