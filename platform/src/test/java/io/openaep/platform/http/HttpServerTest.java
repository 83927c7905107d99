package io.openaep.platform.http;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress IPV6 = InetAddress.ofLiteral("::1");

  /// Its peers give up first, so that it cannot be its patience that ends a connection.
  private static final HttpSettings SMALL = settings(Patience.LONGEST.multipliedBy(5));

  private static final HttpSettings IMPATIENT = settings(Duration.ofMillis(300));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountDownLatch slowEntered = new CountDownLatch(1);
  private final Semaphore bodiesHeld = new Semaphore(0);
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);
  private final HttpServer server = server(SMALL);
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  private static HttpSettings settings(Duration patience) {
    return new HttpSettings(4096, 8192, 512, 1024, 50, patience, patience, Duration.ofSeconds(30));
  }

  private HttpServer server(HttpSettings settings) {
    return new HttpServer(settings, List.of(new Routes(settings)), InstantSource.system(), meters);
  }

  @BeforeEach
  void open() {
    port = server.open(List.of(IPV4, IPV6), 0, Optional.empty());
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void onePortServesBothFamilies() throws Exception {
    for (String host : List.of("127.0.0.1", "[::1]")) {
      HttpResponse<String> answer = get(host, "/hello");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("hello");
    }
  }

  @Test
  void unknownPathIsAnsweredWithASentence() throws Exception {
    HttpResponse<String> answer = get("127.0.0.1", "/no/such");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .startsWith(
            "{\"error\":\"not_found\",\"status\":404,\"message\":\"There is nothing at /no/such.");
    assertThat(answer.headers().firstValue("content-type")).hasValue(Replies.JSON);
  }

  @Test
  void brokenHandlerTellsNoStackTrace() throws Exception {
    HttpResponse<String> answer = get("127.0.0.1", "/broken");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("\"error\":\"internal\"", "incident=");
    assertThat(answer.body()).doesNotContain("secret detail", "Exception", "at io.");
  }

  @Test
  void bodyIsEchoed() throws Exception {
    assertThat(post("/echo-body", "天翼").body()).isEqualTo("天翼");
  }

  @Test
  void tooLargeBodyIsRefusedWithTheLimit() throws Exception {
    HttpResponse<String> answer = post("/echo-body", "x".repeat(4097));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("\"error\":\"body_too_large\"", "4096");
  }

  @Test
  void connectionCloseEndsTheConnectionAfterTheAnswer() throws Exception {
    try (RawHttp peer = RawHttp.to(port)) {
      peer.write("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(peer.readToEnd()).startsWith("HTTP/1.1 200").endsWith("hello");
    }
  }

  @Test
  void connectionCloseEndsTheConnectionAlsoAfterAnError() throws Exception {
    for (String path : List.of("/no/such", "/broken")) {
      try (RawHttp peer = RawHttp.to(port)) {
        peer.write("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(peer.readToEnd()).contains("\"error\":");
      }
    }
  }

  @Test
  void connectionIsKeptWithoutThatWish() throws Exception {
    try (RawHttp peer = RawHttp.to(port)) {
      peer.write("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
      peer.write("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(peer.readToEnd().split("HTTP/1.1 200", -1)).hasSize(3);
    }
  }

  /// With Nagle's algorithm the end of a longer answer would wait for the peer's acknowledgement.
  @Test
  void answersLeaveAtOnce() throws Exception {
    try (RawHttp peer = RawHttp.to(port)) {
      peer.write("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("hello");
      assertThat(AcceptedSocket.sendsAtOnce(peer.localPort())).isTrue();
    }
  }

  @Test
  void nonsenseIsAnsweredWith400AndClosed() throws Exception {
    try (RawHttp peer = RawHttp.to(port)) {
      peer.write("\u0016\u0003\u0001 nonsense\r\n\r\n");
      assertThat(peer.readToEnd())
          .startsWith("HTTP/1.1 400")
          .contains("\"error\":\"malformed_request\"");
    }
    assertThat(meters.get("openaep.http.malformed").counter().count()).isEqualTo(1);
  }

  @Test
  void bytesOfAQueryThatAreNotEncodedAreReadAsUtf8() throws Exception {
    try (RawHttp peer = RawHttp.to(port)) {
      peer.write("GET /query?name=水表&size=1 HTTP/1.1\r\nHost: x\r\nX: 水 HTTP/1.1\r\n\r\n");
      assertThat(peer.readUntil("size=1")).contains("name=%E6%B0%B4%E8%A1%A8&size=1");
      peer.write("POST /echo-body HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n水表");
      peer.readUntil("\r\n\r\n");
      peer.write("GET /query?name=%E6%B0%B4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(peer.readToEnd()).contains("name=%E6%B0%B4");
    }
  }

  @Test
  void oldHttpIsRefusedWithWhatToDo() throws Exception {
    try (RawHttp peer = RawHttp.to(port)) {
      peer.write("GET /hello HTTP/1.0\r\nHost: x\r\n\r\n");
      assertThat(peer.readToEnd()).startsWith("HTTP/1.1 505").contains("proxy_http_version 1.1");
    }
  }

  @Test
  void tooLongHeadersAreRefused() throws Exception {
    try (RawHttp peer = RawHttp.to(port)) {
      peer.write("GET /hello HTTP/1.1\r\nHost: x\r\nX: " + "z".repeat(2000) + "\r\n\r\n");
      assertThat(peer.readToEnd()).startsWith("HTTP/1.1 4").contains("\"error\":");
    }
  }

  @Test
  void peerThatStopsWithinItsHeadersOrBodyIsClosed() throws Exception {
    try (HttpServer impatient = server(IMPATIENT)) {
      int door = impatient.open(List.of(IPV4), 0, Optional.empty());
      for (String beginning :
          List.of(
              "GET /hello HTTP/1.1\r\nHost: x\r\n",
              "POST /echo-body HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")) {
        try (RawHttp peer = RawHttp.to(door)) {
          assertThatClosed(peer.write(beginning));
        }
      }
    }
    assertThat(meters.get("openaep.http.overdue").counter().count()).isEqualTo(2);
  }

  @Test
  void peerThatSaysNothingIsClosed() throws Exception {
    try (HttpServer impatient = server(IMPATIENT);
        RawHttp peer = RawHttp.to(impatient.open(List.of(IPV4), 0, Optional.empty()))) {
      assertThatClosed(peer);
    }
  }

  @Test
  void peerThatNeverTakesItsAnswerIsClosed() throws Exception {
    try (HttpServer impatient = server(IMPATIENT);
        RawHttp peer = RawHttp.to(impatient.open(List.of(IPV4), 0, Optional.empty()))) {
      peer.write("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
      await()
          .untilAsserted(
              () -> assertThat(meters.get("openaep.http.overdue").counter().count()).isEqualTo(1));
    }
  }

  @Test
  void moreConnectionsThanAllowedWaitForTheirTurn() throws Exception {
    HttpSettings two =
        new HttpSettings(
            4096,
            8192,
            512,
            1024,
            2,
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2));
    HttpServer small = server(two);
    String request = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
    try {
      int door = small.open(List.of(IPV4), 0, Optional.empty());
      RawHttp first = RawHttp.to(door);
      try (first;
          RawHttp second = RawHttp.to(door)) {
        first.write(request).readUntil("hello");
        second.write(request).readUntil("hello");
        try (RawHttp third = RawHttp.to(door)) {
          third.write(request);
          CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> hello(third));
          assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS))
              .isInstanceOf(TimeoutException.class);
          first.close();
          assertThat(answer.get(60, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200");
        }
      }
    } finally {
      small.close();
    }
  }

  private static String hello(RawHttp peer) {
    try {
      return peer.readUntil("hello");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void bodiesBeyondTheirMemoryInAllAreToldToComeLater() throws Exception {
    HttpServer impatient = server(settings(Duration.ofSeconds(2)));
    port = impatient.open(List.of(IPV4), 0, Optional.empty());
    String whole = "x".repeat(4096);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> one = callers.submit(() -> post("/slow-body", whole));
      Future<HttpResponse<String>> other = callers.submit(() -> post("/slow-body", whole));
      assertThat(bodiesHeld.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();
      assertThat(post("/echo-body", whole).statusCode()).isEqualTo(503);
      slowMayEnd.countDown();
      assertThat(one.get().statusCode()).isEqualTo(200);
      assertThat(other.get().statusCode()).isEqualTo(200);
      assertThat(post("/echo-body", whole).statusCode()).isEqualTo(200);
    } finally {
      impatient.close();
    }
  }

  @Test
  void takenPortIsRefusedWithASentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, IPV4)) {
      HttpServer second = server(SMALL);
      assertThatThrownBy(() -> second.open(List.of(IPV4), taken.getLocalPort(), Optional.empty()))
          .isInstanceOf(PortTaken.class)
          .hasMessageContaining("Cannot listen on 127.0.0.1 port " + taken.getLocalPort());
      second.close();
    }
  }

  @Test
  void stopLetsARunningRequestEnd() throws Exception {
    var answer = client.sendAsync(request("127.0.0.1", "/slow").build(), BodyHandlers.ofString());
    assertThat(slowEntered.await(60, TimeUnit.SECONDS)).isTrue();
    Thread stopper = Thread.startVirtualThread(server::close);
    await()
        .until(() -> {
          try (RawHttp _ = RawHttp.to(port)) {
            return false;
          } catch (IOException refused) {
            return true;
          }
        });
    slowMayEnd.countDown();
    assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo("slow");
    stopper.join();
  }

  @Test
  void stopDoesNotWaitForIdleConnections() throws Exception {
    HttpSettings patient =
        new HttpSettings(
            4096,
            8192,
            512,
            1024,
            50,
            Patience.LONGEST.multipliedBy(5),
            Patience.LONGEST.multipliedBy(5),
            Patience.LONGEST.multipliedBy(5));
    HttpServer idle = server(patient);
    try (RawHttp peer = RawHttp.to(idle.open(List.of(IPV4), 0, Optional.empty()))) {
      assertThat(peer.write("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("hello"))
          .startsWith("HTTP/1.1 200");
      assertTimeoutPreemptively(Patience.LONGEST, idle::close);
      assertThat(peer.readToEnd()).isEmpty();
    }
  }

  private static void assertThatClosed(RawHttp peer) {
    try {
      assertThat(peer.readToEnd()).doesNotContain("200");
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    } catch (IOException e) {
      throw new AssertionError("the server kept the connection open", e);
    }
  }

  private HttpResponse<String> get(String host, String path) throws Exception {
    return client.send(request(host, path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        request("127.0.0.1", path).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String host, String path) {
    return HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path));
  }

  /// A feature's routes as the tests need them.
  private final class Routes implements HttpService {
    private final Bodies bodies;

    private Routes(HttpSettings settings) {
      bodies = new Bodies(settings);
    }

    @Override
    public void routing(HttpRules rules) {
      rules.get("/query", (request, response) -> text(response, request.query().rawValue()));
      rules.get("/hello", (request, response) -> text(response, "hello"));
      rules.get(
          "/broken",
          (request, response) -> {
            throw new IllegalStateException("secret detail");
          });
      rules.get(
          "/slow",
          (request, response) -> {
            slowEntered.countDown();
            assertThat(slowMayEnd.await(60, TimeUnit.SECONDS)).isTrue();
            text(response, "slow");
          });
      rules.get("/endless", (request, response) -> text(response, "x".repeat(20_000_000)));
      rules.post(
          "/slow-body",
          (request, response) ->
              bodies.read(
                  request,
                  body -> {
                    bodiesHeld.release();
                    awaitTheEnd();
                    text(response, "slow");
                  }));
      rules.post(
          "/echo-body",
          (request, response) ->
              bodies.read(
                  request, body -> text(response, new String(body, StandardCharsets.UTF_8))));
    }

    private void awaitTheEnd() {
      try {
        assertThat(slowMayEnd.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void text(io.helidon.webserver.http.ServerResponse response, String text) {
      Replies.send(
          response, 200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
