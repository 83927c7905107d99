package io.openaep.conformance;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One TCP connection in literal bytes, read and written in lockstep by one thread.
final class RawStream implements AutoCloseable {
  private static final Pattern HTTP_HEADERS =
      Pattern.compile(
          "\\A.*?\r\ncontent-length: *(?<length>\\d+).*?\r\n\r\n",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Duration PATIENCE = Patience.LONGEST;

  private final Socket socket;

  private RawStream(Socket socket, InetAddress platform, int port) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(platform, port), (int) PATIENCE.toMillis());
    patience(PATIENCE);
  }

  /// From a port that `connect` chooses: one that `bind` chose could be the port of a platform that
  /// is being started again.
  ///
  /// @param platform `127.0.0.1` or `::1`
  static RawStream open(String platform, int port) throws IOException {
    return new RawStream(new Socket(), InetAddress.ofLiteral(platform), port);
  }

  /// From another loopback address than the platform's, so that it is judged apart from others.
  ///
  /// @param from such as `127.0.0.9`
  static RawStream openFrom(String from, int port) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    return new RawStream(socket, InetAddress.ofLiteral("127.0.0.1"), port);
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  int read() throws IOException {
    int one = socket.getInputStream().read();
    if (one < 0) {
      throw new EOFException("closed by the platform");
    }
    return one;
  }

  byte[] read(int count) throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("closed by the platform");
    }
    return bytes;
  }

  /// What the platform still sends before it closes the connection.
  ///
  /// @throws SocketTimeoutException if it leaves the connection open
  byte[] untilClosed() throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      for (int one = socket.getInputStream().read();
          one >= 0;
          one = socket.getInputStream().read()) {
        rest.write(one);
      }
    } catch (SocketException _) {
      // Closed with bytes of ours unread: a reset is an end too.
    }
    return rest.toByteArray();
  }

  /// One HTTP answer: up to the end that its headers announce, or until the platform closes.
  byte[] httpAnswer() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      int one = socket.getInputStream().read();
      while (one >= 0) {
        answer.write(one);
        if (isWhole(answer.toString(StandardCharsets.ISO_8859_1))) {
          break;
        }
        one = socket.getInputStream().read();
      }
    } catch (SocketException _) {
      // Reset, because it did not read all of ours.
    }
    return answer.toByteArray();
  }

  private static boolean isWhole(String answer) {
    Matcher headers = HTTP_HEADERS.matcher(answer);
    return headers.find()
        && answer.length() - headers.end() == Integer.parseInt(headers.group("length"));
  }

  /// Whether nothing comes, and the connection stays open, for this long.
  boolean silentFor(Duration time) throws IOException {
    patience(time);
    try {
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException _) {
      return true;
    } finally {
      patience(PATIENCE);
    }
  }

  private void patience(Duration time) throws SocketException {
    socket.setSoTimeout((int) time.toMillis());
  }

  /// The port of this end, by which the platform's log names it.
  int localPort() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
