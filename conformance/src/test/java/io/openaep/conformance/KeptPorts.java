package io.openaep.conformance;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for a platform that is killed and must come back at the same place: free ones below those
/// that the system gives to whoever asks for any, so that nobody gets them while it is down.
final class KeptPorts {
  private static final int FIRST = 12_000;

  /// Linux gives from 32768 on, others from 49152.
  private static final int END = 32_000;

  private KeptPorts() {}

  /// So many different ports, each free for TCP and for UDP.
  static List<String> free(int count) {
    List<String> ports = new ArrayList<>();
    while (ports.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      String text = Integer.toString(port);
      if (!ports.contains(text) && isFree(port)) {
        ports.add(text);
      }
    }
    return ports;
  }

  private static boolean isFree(int port) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(null)) {
      tcp.bind(address);
      udp.bind(address);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
