package io.openaep.devices.link;

import io.openaep.wire.Bytes;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A UDP socket of its own towards one peer; datagrams of others never get in. It keeps its source
/// port for as long as it lives, because a network's address translation and a DTLS server know the
/// device by it. A virtual thread reads and hands over to the lane; what finds the lane far behind
/// is dropped, as a full socket buffer would do.
public final class UdpDatagrams implements Datagrams {
  private static final Logger LOG = LoggerFactory.getLogger(UdpDatagrams.class);

  /// More than any datagram that fits an Ethernet frame: nothing here is sent in IP fragments.
  private static final int LARGEST_DATAGRAM_BYTES = 2048;

  private static final int WAITING_LIMIT = 64;

  private final DatagramSocket socket;
  private final Lane lane;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable Receiver receiver;

  private UdpDatagrams(DatagramSocket socket, Lane lane) {
    this.socket = socket;
    this.lane = lane;
  }

  /// Opens a socket on a free port of the peer's address family.
  ///
  /// @throws IOException if the system gives none, or knows no way to the peer
  public static UdpDatagrams open(InetSocketAddress peer, Lane lane) throws IOException {
    return open(peer, 0, lane);
  }

  /// As {@link #open(InetSocketAddress, Lane)}, on a port of the caller's choice.
  public static UdpDatagrams open(InetSocketAddress peer, int localPort, Lane lane)
      throws IOException {
    DatagramSocket socket = new DatagramSocket(localPort);
    try {
      socket.connect(peer);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e instanceof IOException io ? io : new IOException("No way to " + peer, e);
    }
    UdpDatagrams datagrams = new UdpDatagrams(socket, lane);
    Thread.ofVirtual().name("udp-" + socket.getLocalPort()).start(datagrams::read);
    return datagrams;
  }

  public InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void receiver(Receiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public void send(Bytes datagram) {
    if (closed.get()) {
      return;
    }
    try {
      socket.send(new DatagramPacket(datagram.toArray(), datagram.size()));
    } catch (IOException e) {
      // As good as lost on the way: the layers above repeat what matters.
      LOG.debug("udp send failed peer={} reason={}", socket.getRemoteSocketAddress(), e.toString());
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      socket.close();
    }
  }

  private void read() {
    byte[] buffer = new byte[LARGEST_DATAGRAM_BYTES + 1];
    while (!closed.get()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
      } catch (PortUnreachableException e) {
        continue; // nobody listens there yet; over a radio the device would not learn of it
      } catch (IOException e) {
        if (!closed.get()) {
          LOG.warn("udp read failed peer={} reason={}", socket.getInetAddress(), e.toString());
        }
        return;
      }
      if (packet.getLength() > LARGEST_DATAGRAM_BYTES || waiting.get() >= WAITING_LIMIT) {
        LOG.debug("udp datagram dropped bytes={} waiting={}", packet.getLength(), waiting.get());
        continue;
      }
      Bytes datagram = Bytes.wrap(Arrays.copyOf(packet.getData(), packet.getLength()));
      waiting.incrementAndGet();
      lane.run(() -> deliver(datagram));
    }
  }

  private void deliver(Bytes datagram) {
    waiting.decrementAndGet();
    if (!closed.get() && receiver != null) {
      receiver.received(datagram);
    }
  }
}
