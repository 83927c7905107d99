package io.openaep.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A receiver of pushes that misbehaves below HTTP: one answer a connection, on threads of its own.
final class BadReceiver implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final long DRIBBLE_NANOS = 150_000_000L;
  private static final int CHUNK_BYTES = 4096;

  private final ServerSocket server;
  private final Answer answer;
  private final AtomicInteger requests = new AtomicInteger();

  private interface Answer {
    void to(OutputStream out) throws IOException;
  }

  private BadReceiver(Answer answer) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.answer = answer;
    Thread.ofVirtual().start(this::accept);
  }

  /// Answers 200, but so slowly that no time-out between two bytes ever passes.
  static BadReceiver dribbling() throws IOException {
    return new BadReceiver(out -> {
      for (byte each : ANSWER) {
        out.write(each);
        LockSupport.parkNanos(DRIBBLE_NANOS);
      }
    });
  }

  /// Answers 200 with a body that has no end.
  static BadReceiver endless() throws IOException {
    return new BadReceiver(out -> {
      out.write(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk =
          ("1000\r\n" + "x".repeat(CHUNK_BYTES) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      while (true) {
        out.write(chunk);
      }
    });
  }

  static BadReceiver redirecting(String url) throws IOException {
    return new BadReceiver(out ->
        out.write(
            "HTTP/1.1 301 Moved Permanently\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .formatted(url)
                .getBytes(StandardCharsets.US_ASCII)));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty()) {
          requests.incrementAndGet();
          answer.to(socket.getOutputStream());
          return;
        }
      }
    } catch (IOException gone) {
      // The platform has had enough.
    }
  }

  /// How many came.
  int requests() {
    return requests.get();
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/push";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
