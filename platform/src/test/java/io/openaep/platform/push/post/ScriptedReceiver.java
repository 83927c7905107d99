package io.openaep.platform.push.post;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A receiver that answers with literal bytes: what each connection gets, request after request, is
/// said beforehand. An answer of `HANG` says nothing more; one of `CLOSE` closes.
final class ScriptedReceiver implements AutoCloseable {
  static final String HANG = "hang";
  static final String CLOSE = "close";

  final List<String> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentLinkedQueue<List<String>> script = new ConcurrentLinkedQueue<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  /// @param script the answers of each connection, in the order in which they are opened
  ScriptedReceiver(ServerSocket server, List<List<String>> script) {
    this.server = server;
    this.script.addAll(script);
    Thread.ofVirtual().start(this::accept);
  }

  static ScriptedReceiver plain(String... answersOfOneConnection) throws IOException {
    return plain(List.of(List.of(answersOfOneConnection)));
  }

  static ScriptedReceiver plain(List<List<String>> script) throws IOException {
    return new ScriptedReceiver(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        connections.incrementAndGet();
        List<String> answers = script.poll();
        Thread.ofVirtual().start(() -> serve(socket, answers == null ? List.of() : answers));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket, List<String> answers) {
    try {
      for (String answer : answers) {
        requests.add(request(socket.getInputStream()));
        if (answer.equals(HANG)) {
          return;
        }
        if (answer.equals(CLOSE)) {
          break;
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      }
      socket.close();
    } catch (IOException gone) {
      // What the test wants to see is on the other side.
    }
  }

  private static String request(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.append((char) next);
    }
    int length = 0;
    for (String line : head.toString().lines().toList()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring(16));
      }
    }
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
