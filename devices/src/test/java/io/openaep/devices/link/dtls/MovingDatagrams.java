package io.openaep.devices.link.dtls;

import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.Lane;
import io.openaep.devices.link.UdpDatagrams;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A device behind an address translation that forgets it: the source address changes in the
/// middle.
final class MovingDatagrams implements Datagrams {
  private final InetSocketAddress server;
  private final Lane lane;
  private volatile UdpDatagrams current;
  private @Nullable Receiver receiver;

  MovingDatagrams(InetSocketAddress server, Lane lane) throws IOException {
    this.server = server;
    this.lane = lane;
    this.current = UdpDatagrams.open(server, lane);
  }

  void move() throws IOException {
    UdpDatagrams old = current;
    UdpDatagrams fresh = UdpDatagrams.open(server, lane);
    if (receiver != null) {
      fresh.receiver(receiver);
    }
    current = fresh;
    old.close();
  }

  @Override
  public void send(Bytes datagram) {
    current.send(datagram);
  }

  @Override
  public void receiver(Receiver taker) {
    this.receiver = taker;
    current.receiver(taker);
  }

  @Override
  public void close() {
    current.close();
  }
}
