package io.openaep.devices.link;

import io.openaep.wire.Bytes;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A UDP port that talks to many peers. It is bound to loopback for the same reason as {@link
/// TcpAcceptor}. A virtual thread reads; datagrams that find the lane far behind are dropped.
public final class UdpPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);

  private static final int LARGEST_DATAGRAM_BYTES = 2048;
  private static final int WAITING_LIMIT = 64;

  private final DatagramSocket socket;
  private final Lane lane;
  private final Air air;
  private final BiConsumer<InetSocketAddress, Bytes> taker;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean closed;

  private UdpPort(
      DatagramSocket socket, Lane lane, Air air, BiConsumer<InetSocketAddress, Bytes> taker) {
    this.socket = socket;
    this.lane = lane;
    this.air = air;
    this.taker = taker;
  }

  /// @param port 0 for any
  /// @param taker gets every datagram on the lane, with its sender
  /// @throws IOException if the port cannot be had
  public static UdpPort open(
      int port, Lane lane, Air air, BiConsumer<InetSocketAddress, Bytes> taker) throws IOException {
    DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
    UdpPort udp = new UdpPort(socket, lane, air, taker);
    Thread.ofVirtual().name("udp-port-" + socket.getLocalPort()).start(udp::read);
    return udp;
  }

  public int port() {
    return socket.getLocalPort();
  }

  /// @return whether it left; not, for one, where there is no network
  public boolean send(InetSocketAddress to, Bytes datagram) {
    if (closed || !air.uplink()) {
      return false;
    }
    try {
      socket.send(new DatagramPacket(datagram.toArray(), datagram.size(), to));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("udp send failed peer={} reason={}", to, e.toString());
      return false;
    }
  }

  private void read() {
    byte[] buffer = new byte[LARGEST_DATAGRAM_BYTES];
    try {
      while (!closed) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        if (waiting.get() < WAITING_LIMIT) {
          waiting.incrementAndGet();
          InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
          Bytes datagram = Bytes.wrap(Arrays.copyOf(packet.getData(), packet.getLength()));
          lane.run(() -> deliver(from, datagram));
        }
      }
    } catch (IOException e) {
      if (!closed) {
        LOG.warn("udp read failed port={} reason={}", socket.getLocalPort(), e.toString());
      }
    }
  }

  private void deliver(InetSocketAddress from, Bytes datagram) {
    waiting.decrementAndGet();
    if (!closed && air.downlink()) {
      taker.accept(from, datagram);
    }
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
  }
}
