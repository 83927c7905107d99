package io.openaep.devices.link;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.function.Supplier;

/// Datagrams from a network that keeps them until the device listens: with eDRX an idle device does
/// so only now and then. On the lane.
public final class PagedDatagrams implements Datagrams {
  private final Datagrams below;
  private final Lane lane;
  private final Supplier<Duration> untilHeard;
  private boolean closed;

  /// @param untilHeard how long a datagram that comes now is kept; zero delivers it at once
  public PagedDatagrams(Datagrams below, Lane lane, Supplier<Duration> untilHeard) {
    this.below = below;
    this.lane = lane;
    this.untilHeard = untilHeard;
  }

  @Override
  public void send(Bytes datagram) {
    below.send(datagram);
  }

  @Override
  public void receiver(Receiver receiver) {
    below.receiver(datagram -> {
      Duration kept = untilHeard.get();
      if (kept.isZero()) {
        receiver.received(datagram);
      } else {
        lane.after(kept, () -> late(receiver, datagram));
      }
    });
  }

  private void late(Receiver receiver, Bytes datagram) {
    if (!closed) {
      receiver.received(datagram);
    }
  }

  @Override
  public void close() {
    closed = true;
    below.close();
  }
}
