package io.openaep.platform.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Finds a port before the server library is asked for it: the library answers a taken port with a
/// stack trace in the log, and cannot take the same free port on several addresses.
final class FreePort {
  private static final int ATTEMPTS = 20;

  private FreePort() {}

  /// @param wanted 0 for any port that is free on every address
  /// @param door the word that the option `--DOOR-port` starts with
  static int on(List<InetAddress> addresses, int wanted, String door) {
    for (int attempt = 1; ; attempt++) {
      List<ServerSocket> held = new ArrayList<>();
      int port = wanted;
      try {
        for (InetAddress address : addresses) {
          ServerSocket socket = new ServerSocket();
          held.add(socket);
          socket.bind(new InetSocketAddress(address, port));
          port = socket.getLocalPort();
        }
        return port;
      } catch (IOException e) {
        if (wanted != 0 || attempt == ATTEMPTS) {
          throw new PortTaken(
              "Cannot listen on %s port %d for %s: %s. Choose another port with --%s-port or address with --bind."
                  .formatted(
                      addresses.get(held.size() - 1).getHostAddress(),
                      port,
                      door,
                      e.getMessage(),
                      door));
        }
      } finally {
        held.forEach(FreePort::close);
      }
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new PortTaken("Cannot give back port " + socket.getLocalPort() + ": " + e.getMessage());
    }
  }
}
