package io.openaep.devices.link;

import io.openaep.wire.Bytes;

/// Datagrams over the radio: every packet counts as activity, and a sleeping module hears nothing,
/// as one without coverage is not heard.
public final class AirDatagrams implements Datagrams {
  private final Datagrams below;
  private final Air air;

  public AirDatagrams(Datagrams below, Air air) {
    this.below = below;
    this.air = air;
  }

  @Override
  public void send(Bytes datagram) {
    if (air.uplink()) {
      below.send(datagram);
    }
  }

  @Override
  public void receiver(Receiver receiver) {
    below.receiver(datagram -> {
      if (air.downlink()) {
        receiver.received(datagram);
      }
    });
  }

  @Override
  public void close() {
    below.close();
  }
}
