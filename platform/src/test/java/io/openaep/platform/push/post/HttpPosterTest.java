package io.openaep.platform.push.post;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.Patience;
import io.openaep.platform.tls.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One POST against a receiver that misbehaves in every way that was thought of.
class HttpPosterTest {
  private static final byte[] BODY = "{\"a\":\"中\"}".getBytes(StandardCharsets.UTF_8);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private static PostSettings settings(String allowed) {
    return settings(allowed, Patience.LONGEST);
  }

  private static PostSettings settings(String allowed, Duration deadline) {
    return new PostSettings(
        Patience.LONGEST, deadline, Duration.ofSeconds(30), 4096, allowed, Optional.empty());
  }

  private HttpPoster poster() {
    return poster(settings("127.0.0.0/8"), InetAddress::getAllByName);
  }

  private HttpPoster poster(PostSettings settings, Addresses.Lookup lookup) {
    HttpPoster poster =
        new HttpPoster(
            settings,
            new Addresses(
                new AddressGuard(settings.allowedNetworks()), lookup, settings.connectTimeout()));
    toClose.add(poster);
    return poster;
  }

  private ScriptedReceiver receiver(String... answers) throws IOException {
    ScriptedReceiver receiver = ScriptedReceiver.plain(answers);
    toClose.add(receiver);
    return receiver;
  }

  private static Destination at(ScriptedReceiver receiver) throws BadUrl {
    return Destination.parse("http://127.0.0.1:" + receiver.port() + "/push?x=1");
  }

  @Test
  void messageIsPostedAsJson() throws Exception {
    ScriptedReceiver receiver = receiver(OK);
    assertThat(poster().post(at(receiver), BODY)).isEqualTo(new Outcome.Accepted());
    assertThat(receiver.requests)
        .containsExactly(
            "POST /push?x=1 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: OpenAEP\r\n"
                    .formatted(receiver.port())
                + "Accept: */*\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n"
                + "{\"a\":\"中\"}");
  }

  @Test
  void connectionIsUsedAgainWhateverFormTheAnswerHas() throws Exception {
    ScriptedReceiver receiver =
        receiver(
            OK,
            "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n" + OK,
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n",
            OK);
    HttpPoster poster = poster();
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      outcomes.add(poster.post(at(receiver), BODY).words());
    }
    assertThat(outcomes)
        .containsExactly(
            "HTTP 200",
            "HTTP 200",
            "HTTP 200",
            "the receiver answered HTTP 204",
            "the receiver answered HTTP 500",
            "HTTP 200");
    assertThat(receiver.connections).hasValue(1);
  }

  @Test
  void redirectIsNotFollowed() throws Exception {
    ScriptedReceiver other = receiver(OK);
    ScriptedReceiver receiver =
        receiver(
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n"
                .formatted(other.port()));
    assertThat(poster().post(at(receiver), BODY)).isEqualTo(new Outcome.Answered(307));
    assertThat(other.connections).hasValue(0);
  }

  @Test
  void receiverThatHangsOrDribblesIsGivenUpAtTheDeadline() throws Exception {
    ScriptedReceiver silent = receiver(ScriptedReceiver.HANG);
    HttpPoster impatient =
        poster(settings("127.0.0.0/8", Duration.ofMillis(700)), InetAddress::getAllByName);
    assertThat(impatient.post(at(silent), BODY).words()).isEqualTo("no answer within 700 ms");
    try (ServerSocket dribbling = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> dribble(dribbling));
      Destination to = Destination.parse("http://127.0.0.1:" + dribbling.getLocalPort());
      assertThat(impatient.post(to, BODY).words()).isEqualTo("no answer within 700 ms");
    }
  }

  private static void dribble(ServerSocket server) {
    try (var socket = server.accept()) {
      while (true) {
        socket.getOutputStream().write('H');
        socket.getOutputStream().flush();
        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
      }
    } catch (IOException closed) {
      // Given up by the platform, as it should be.
    }
  }

  @Test
  void endlessAnswerIsNotReadButCounts() throws Exception {
    ScriptedReceiver receiver =
        ScriptedReceiver.plain(
            List.of(
                List.of("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + "x".repeat(9000)),
                List.of(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n"
                        + "x".repeat(9000)),
                List.of("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(9000)),
                List.of(OK)));
    toClose.add(receiver);
    HttpPoster poster = poster();
    for (int i = 0; i < 4; i++) {
      assertThat(poster.post(at(receiver), BODY)).isEqualTo(new Outcome.Accepted());
    }
    assertThat(receiver.connections).hasValue(4);
  }

  @Test
  void answerThatIsNotHttpFails() throws Exception {
    for (String answer :
        List.of(
            "SSH-2.0-x\r\n\r\n",
            "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 2000\r\n\r\n",
            "HTTP/1.1 200 OK\r\n" + "X: " + "y".repeat(9000),
            "HTTP/1.1 200 OK\r\n" + "X: yyyyyyyy\r\n".repeat(4000),
            ScriptedReceiver.CLOSE)) {
      ScriptedReceiver receiver = receiver(answer);
      assertThat(poster().post(at(receiver), BODY)).isInstanceOf(Outcome.Failed.class);
    }
  }

  @Test
  void connectionThatWasClosedWhileIdleIsReplaced() throws Exception {
    ScriptedReceiver receiver =
        ScriptedReceiver.plain(List.of(List.of(OK), List.of(OK, ScriptedReceiver.CLOSE)));
    toClose.add(receiver);
    HttpPoster poster = poster();
    assertThat(poster.post(at(receiver), BODY)).isEqualTo(new Outcome.Accepted());
    assertThat(poster.post(at(receiver), BODY)).isEqualTo(new Outcome.Accepted());
    assertThat(receiver.connections).hasValue(2);
  }

  @Test
  void privateAddressIsRefusedInPlainWords() throws Exception {
    ScriptedReceiver receiver = receiver(OK);
    HttpPoster poster = poster(settings(""), InetAddress::getAllByName);
    assertThat(poster.post(at(receiver), BODY).words())
        .isEqualTo(
            "127.0.0.1 is not a public address; name a public one, or let the operator allow it"
                + " with push.post.allowed-networks");
    assertThat(poster.post(Destination.parse("http://localhost/"), BODY).words())
        .startsWith("localhost is at ")
        .contains("which is not a public address");
    assertThat(receiver.connections).hasValue(0);
  }

  /// DNS rebinding: the first answer is allowed, every later one leads elsewhere.
  @Test
  void theAddressThatWasCheckedIsTheOneConnectedTo() throws Exception {
    ScriptedReceiver receiver = receiver(OK);
    AtomicInteger asked = new AtomicInteger();
    Addresses.Lookup rebinding =
        host ->
            new InetAddress[] {
              InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.99")
            };
    HttpPoster poster = poster(settings("127.0.0.1"), rebinding);
    Destination to = Destination.parse("http://rebind.example:" + receiver.port() + "/");
    assertThat(poster.post(to, BODY)).isEqualTo(new Outcome.Accepted());
    assertThat(asked).hasValue(1);
    assertThat(receiver.requests.getFirst()).contains("Host: rebind.example:" + receiver.port());
  }

  @Test
  void ofSeveralAddressesOnlyAllowedOnesAreTried() throws Exception {
    ScriptedReceiver receiver = receiver(OK);
    HttpPoster poster =
        poster(
            settings("127.0.0.1"),
            host ->
                new InetAddress[] {
                  InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1")
                });
    Destination to = Destination.parse("http://both.example:" + receiver.port() + "/");
    assertThat(poster.post(to, BODY)).isEqualTo(new Outcome.Accepted());
  }

  @Test
  void certificateMustFitTheNameAndComeFromATrustedAuthority(
      @org.junit.jupiter.api.io.TempDir java.nio.file.Path directory) throws Exception {
    ServerCertificate certificate =
        ServerCertificate.ofDirectory(directory, InstantSource.system());
    ServerSocket socket =
        certificate
            .sslContext()
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    ScriptedReceiver receiver =
        new ScriptedReceiver(socket, List.of(List.of(OK), List.of(OK), List.of(OK)));
    toClose.add(receiver);
    Destination right = Destination.parse("https://localhost:" + receiver.port() + "/");
    assertThat(poster().post(right, BODY).words()).startsWith("TLS failed:");
    PostSettings trusting =
        new PostSettings(
            Patience.LONGEST,
            Patience.LONGEST,
            Duration.ofSeconds(30),
            4096,
            "127.0.0.0/8",
            Optional.of(directory.resolve("tls.pem")));
    HttpPoster trusted =
        poster(trusting, _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
    assertThat(trusted.post(right, BODY)).isEqualTo(new Outcome.Accepted());
    Destination wrong = Destination.parse("https://other.example:" + receiver.port() + "/");
    assertThat(trusted.post(wrong, BODY).words())
        .startsWith("TLS failed:")
        .contains("other.example");
  }

  @Test
  void unknownOrSlowNameFails() throws Exception {
    HttpPoster unknown =
        poster(
            settings(""),
            host -> {
              throw new UnknownHostException(host);
            });
    Destination to = Destination.parse("http://no.example/");
    assertThat(unknown.post(to, BODY).words()).isEqualTo("there is no host no.example");
  }

  @Test
  void closedPosterLetsGoOfWhatHangs() throws Exception {
    ScriptedReceiver silent = receiver(ScriptedReceiver.HANG);
    PostSettings patient =
        new PostSettings(
            Patience.LONGEST,
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            4096,
            "127.0.0.0/8",
            Optional.empty());
    HttpPoster poster = poster(patient, InetAddress::getAllByName);
    List<Outcome> outcomes = new ArrayList<>();
    Destination to = at(silent);
    Thread hanging = Thread.ofVirtual().start(() -> outcomes.add(poster.post(to, BODY)));
    await().until(() -> !silent.requests.isEmpty());
    poster.close();
    assertThat(hanging.join(Patience.LONGEST)).isTrue();
    assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Failed.class);
    assertThat(poster.post(to, BODY)).isInstanceOf(Outcome.Failed.class);
  }
}
