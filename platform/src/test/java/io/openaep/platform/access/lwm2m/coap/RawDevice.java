package io.openaep.platform.access.lwm2m.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/// A device that is nothing but a socket: it sends the bytes it is told to and shows what comes
/// back.
public final class RawDevice implements AutoCloseable {
  private final InetSocketAddress server;
  private DatagramSocket socket;

  public RawDevice(InetSocketAddress server) {
    this.server = server;
    this.socket = open();
  }

  private DatagramSocket open() {
    try {
      return new DatagramSocket(
          new InetSocketAddress(
              server.getAddress() instanceof java.net.Inet6Address
                  ? InetAddress.ofLiteral("::1")
                  : InetAddress.ofLiteral("127.0.0.1"),
              0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The device gets another address (a NAT has changed its mind).
  public void move() {
    socket.close();
    socket = open();
  }

  public int port() {
    return socket.getLocalPort();
  }

  public void send(CoapBytes message) {
    send(message.encode());
  }

  public void send(byte[] datagram) {
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public CoapBytes receive() {
    return receive(Patience.LONGEST).orElseThrow(() -> new AssertionError("nothing came"));
  }

  public Optional<CoapBytes> receive(Duration patience) {
    byte[] buffer = new byte[2048];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      socket.setSoTimeout((int) patience.toMillis());
      socket.receive(packet);
      return Optional.of(CoapBytes.decode(buffer, packet.getLength()));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void expectAck(int mid) {
    CoapBytes ack = receive();
    assertThat(ack.toString()).startsWith("ACK 0.00 mid=" + mid + " ");
  }

  public void expectReset(int mid) {
    CoapBytes reset = receive();
    assertThat(reset.toString()).startsWith("RST 0.00 mid=" + mid + " ");
  }

  public void expectSilence(Duration duration) {
    assertThat(receive(duration).map(CoapBytes::toString)).isEmpty();
  }

  @Override
  public void close() {
    socket.close();
  }
}
