package io.openaep.conformance;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// What carries the datagrams of a raw peer. For one thread.
interface RawLink extends AutoCloseable {
  void send(byte[] datagram) throws IOException;

  /// The next datagram, or nothing within this time.
  Optional<byte[]> receive(Duration time) throws IOException;

  int localPort();

  /// The other end seems to have forgotten this link: begins anew, where there is anything to
  /// begin.
  void renew() throws IOException;

  @Override
  void close();

  /// Plain UDP.
  static RawLink udp(InetAddress to, int port) throws IOException {
    DatagramSocket socket = new DatagramSocket();
    return new RawLink() {
      @Override
      public void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, to, port));
      }

      @Override
      public Optional<byte[]> receive(Duration time) throws IOException {
        byte[] buffer = new byte[2048];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.setSoTimeout(Math.max(1, (int) time.toMillis()));
        try {
          socket.receive(packet);
        } catch (SocketTimeoutException _) {
          return Optional.empty();
        }
        return Optional.of(Arrays.copyOf(buffer, packet.getLength()));
      }

      @Override
      public int localPort() {
        return socket.getLocalPort();
      }

      @Override
      public void renew() {
        // there is no session
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }
}
