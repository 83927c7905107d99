package io.openaep.platform.access.lwm2m;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/// A NAT for one device: passes datagrams on, and can change the address under which the device is
/// seen.
final class UdpRelay implements AutoCloseable {
  private final InetSocketAddress server;
  private final DatagramSocket inside;
  private volatile DatagramSocket outside;
  private final AtomicReference<SocketAddress> device;
  private volatile byte[] newest = {};

  UdpRelay(InetSocketAddress server) throws IOException {
    this.server = server;
    this.inside = socket();
    this.outside = socket();
    this.device = new AtomicReference<>(server);
    pump(inside, true);
    pump(outside, false);
  }

  private static DatagramSocket socket() throws IOException {
    return new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  InetSocketAddress address() {
    return (InetSocketAddress) inside.getLocalSocketAddress();
  }

  /// What the device sent last.
  byte[] newest() {
    return newest.clone();
  }

  /// From now on the device is seen under another port.
  void rebind() throws IOException {
    DatagramSocket old = outside;
    outside = socket();
    old.close();
    pump(outside, false);
  }

  private void pump(DatagramSocket from, boolean outward) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          byte[] buffer = new byte[4096];
          try {
            while (true) {
              DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
              from.receive(packet);
              if (outward) {
                device.set(packet.getSocketAddress());
                newest = Arrays.copyOf(buffer, packet.getLength());
                outside.send(new DatagramPacket(buffer, packet.getLength(), server));
              } else {
                inside.send(new DatagramPacket(buffer, packet.getLength(), device.get()));
              }
            }
          } catch (IOException closed) {
            // the relay was closed or has moved
          }
        });
  }

  @Override
  public void close() {
    inside.close();
    outside.close();
  }
}
