package io.openaep.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An application that is pushed to: the JDK's own HTTP server, so no line of it is the platform's.
final class PushReceiver implements AutoCloseable {
  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final HttpServer server;
  private volatile int status = 200;
  private volatile boolean hangs;

  private PushReceiver(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  static PushReceiver open() throws IOException {
    return new PushReceiver(0);
  }

  static PushReceiver openAt(int port) throws IOException {
    return new PushReceiver(port);
  }

  /// Takes requests and never answers.
  static PushReceiver hanging() throws IOException {
    PushReceiver receiver = new PushReceiver(0);
    receiver.hangs = true;
    return receiver;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (hangs) {
        released.await();
        return;
      }
      int answer = status;
      JsonNode message = JsonMapper.shared().readTree(new String(body, StandardCharsets.UTF_8));
      asked.add(message);
      if (answer == 200) {
        messages.add(message);
      }
      exchange.sendResponseHeaders(answer, -1);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  void answersWith(int newStatus) {
    status = newStatus;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/push";
  }

  /// Everything that was answered with 200, in order.
  List<JsonNode> messages() {
    return List.copyOf(messages);
  }

  /// Everything that came, whatever the answer was, in order.
  List<JsonNode> asked() {
    return List.copyOf(asked);
  }

  /// The messages that were taken as texts, with their time left out.
  List<String> texts() {
    return messages.stream()
        .map(it -> it.toString().replaceAll("\"timestamp\":\\d{13}", "\"timestamp\":0"))
        .toList();
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
  }
}
