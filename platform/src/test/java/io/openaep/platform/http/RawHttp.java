package io.openaep.platform.http;

import io.openaep.platform.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A peer that writes whatever bytes a test likes and reads until the server closes.
final class RawHttp implements AutoCloseable {
  private final Socket socket;

  RawHttp(InetAddress address, int port) throws IOException {
    socket = new Socket(address, port);
    socket.setSoTimeout((int) Patience.LONGEST.toMillis());
  }

  static RawHttp to(int port) throws IOException {
    return new RawHttp(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  RawHttp write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return this;
  }

  /// Everything up to and with `end`.
  String readUntil(String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  /// Everything up to the end of the stream; fails after a minute without one.
  String readToEnd() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  int localPort() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
