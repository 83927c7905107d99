package io.openaep.devices.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.tcp.LoginResult;
import io.openaep.wire.tcp.TcpFrame;
import io.openaep.wire.tcp.TcpFrameDecoder;
import io.openaep.wire.tcp.TcpFrameEncoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// As much of a platform as a fleet on TCP needs. It acknowledges everything; what it stores is the
/// test's choice.
final class LyingPlatform implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final HttpServer http =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final Map<String, List<String>> history = new ConcurrentHashMap<>();
  private final AtomicInteger reports = new AtomicInteger();
  private final AtomicBoolean hurried = new AtomicBoolean();
  private final AtomicInteger altered = new AtomicInteger();
  private final AtomicBoolean silent = new AtomicBoolean();
  private final AtomicBoolean late = new AtomicBoolean();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final Copies copies;

  /// How many copies of the n-th report are stored.
  interface Copies {
    int of(int report);
  }

  LyingPlatform(Copies copies) throws IOException {
    this.copies = copies;
    http.createContext("/", this::answer);
    http.start();
    Thread.ofVirtual().start(this::accept);
  }

  /// The next question for the history comes too fast.
  void hurried() {
    hurried.set(true);
  }

  /// The n-th report is stored with another byte.
  void alters(int report) {
    altered.set(report);
  }

  /// The history shows second copies from the second question for a device on.
  void foldsCopiesLate() {
    late.set(true);
  }

  /// Questions for the history are refused.
  void saysNothingAfterwards() {
    silent.set(true);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  InetSocketAddress tcp() {
    return new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
  }

  private void answer(HttpExchange call) throws IOException {
    String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = call.getRequestURI().getPath();
    Object answer =
        switch (path) {
          case "/api/info" -> Map.of("ports", Map.of("tcp", door.getLocalPort()));
          case "/aep_product_management/product" ->
              Map.of("code", 0, "result", Map.of("productId", 1, "apiKey", "key"));
          case "/aep_device_management/batchDevice" ->
              Map.of("code", 0, "result", devices(JSON.readTree(body).path("devices")));
          case "/aep_device_status/getDeviceStatusHisInPage" -> page(JSON.readTree(body));
          default -> Map.of();
        };
    byte[] bytes = JSON.writeValueAsBytes(answer);
    boolean tooFast = path.endsWith("HisInPage") && hurried.getAndSet(false);
    boolean refuses = path.endsWith("HisInPage") && silent.get();
    call.sendResponseHeaders(refuses ? 500 : tooFast ? 429 : 200, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private static List<Map<String, Object>> devices(JsonNode rows) {
    List<Map<String, Object>> made = new ArrayList<>();
    for (JsonNode row : rows) {
      made.add(Map.of("deviceId", row.path("deviceSn").asString(), "token", "t", "resultCode", 0));
    }
    return made;
  }

  private Object page(JsonNode query) {
    String device = query.path("deviceId").asString();
    List<String> stored = history.getOrDefault(device, List.of());
    boolean shown = !asked.add(device) || !late.get();
    List<Map<String, Object>> items =
        (shown ? stored.stream() : stored.stream().distinct())
            .map(it -> Map.<String, Object>of("timestamp", 1, "APPdata", it))
            .toList();
    return Map.of("code", 0, "deviceStatusList", items, "page_timestamp", "");
  }

  private void accept() {
    try {
      while (true) {
        Socket device = door.accept();
        Thread.ofVirtual().start(() -> serve(device));
      }
    } catch (IOException _) {
      // closed: the test is over
    }
  }

  private void serve(Socket device) {
    TcpFrameDecoder frames = new TcpFrameDecoder();
    List<String> stored = new ArrayList<>();
    byte[] buffer = new byte[8192];
    try (device) {
      for (int read = device.getInputStream().read(buffer);
          read > 0;
          read = device.getInputStream().read(buffer)) {
        frames.feed(ByteBuffer.wrap(buffer, 0, read));
        for (Optional<TcpFrame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
          take(device, frame.get(), stored);
        }
      }
    } catch (IOException | DecodeException _) {
      // the device left
    }
  }

  private void take(Socket device, TcpFrame frame, List<String> stored) throws IOException {
    switch (frame) {
      case TcpFrame.Login login -> {
        history.put(login.deviceId(), stored);
        write(device, new TcpFrame.LoginAnswer(LoginResult.SUCCESS));
      }
      case TcpFrame.Uplink(Bytes data) -> {
        int report = reports.incrementAndGet();
        byte[] bytes = data.toArray();
        if (report == altered.get()) {
          bytes[bytes.length - 3]++;
        }
        String text = Base64.getEncoder().encodeToString(bytes);
        for (int i = copies.of(report); i > 0; i--) {
          stored.add(text);
        }
      }
      case TcpFrame.Heartbeat _ -> write(device, new TcpFrame.HeartbeatAnswer());
      default -> throw new IllegalStateException("a device sent " + frame);
    }
  }

  private static void write(Socket device, TcpFrame frame) throws IOException {
    device.getOutputStream().write(TcpFrameEncoder.encode(frame).toArray());
  }

  @Override
  public void close() throws IOException {
    door.close();
    http.stop(0);
  }
}
