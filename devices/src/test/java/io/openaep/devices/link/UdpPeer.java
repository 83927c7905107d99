package io.openaep.devices.link;

import io.openaep.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A UDP socket of a test, that talks to whoever spoke last.
public final class UdpPeer implements AutoCloseable {
  private final DatagramSocket socket;
  private @Nullable SocketAddress device;

  public UdpPeer(String address) throws IOException {
    socket = new DatagramSocket(0, InetAddress.getByName(address));
  }

  public int port() {
    return socket.getLocalPort();
  }

  /// Waits up to a minute for a datagram.
  public Bytes take() {
    return take(() -> {});
  }

  /// As {@link #take()}, while something else must be kept turning, such as a loop.
  public Bytes take(Runnable meanwhile) {
    for (int tries = 0; tries < 6_000; tries++) {
      meanwhile.run();
      Optional<Bytes> datagram = poll(10);
      if (datagram.isPresent()) {
        return datagram.get();
      }
    }
    throw new AssertionError("nothing came from the device");
  }

  /// Whether nothing waits, or comes within 50 ms.
  public boolean silent() {
    return poll(50).isEmpty();
  }

  private Optional<Bytes> poll(int waitMillis) {
    try {
      socket.setSoTimeout(waitMillis);
      return Optional.of(receive());
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bytes receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    socket.receive(packet);
    device = packet.getSocketAddress();
    return Bytes.wrap(Arrays.copyOf(packet.getData(), packet.getLength()));
  }

  public void give(Bytes datagram) {
    try {
      socket.send(new DatagramPacket(datagram.toArray(), datagram.size(), device));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public InetSocketAddress device() {
    if (device instanceof InetSocketAddress address) {
      return address;
    }
    throw new IllegalStateException("nothing came yet");
  }

  @Override
  public void close() {
    socket.close();
  }
}
