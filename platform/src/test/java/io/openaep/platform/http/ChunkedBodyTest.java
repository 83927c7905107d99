package io.openaep.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.Patience;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bodies in chunks (RFC 9112, 7.1), byte by byte.
class ChunkedBodyTest {
  private static final Duration PATIENCE = Patience.LONGEST.multipliedBy(5);

  /// Bodies of at most 4,096 bytes; 1,024 beside the data of their chunks.
  private static final HttpSettings SETTINGS =
      new HttpSettings(4096, 8192, 512, 1024, 50, PATIENCE, PATIENCE, Duration.ofSeconds(30));

  private static final String HEAD =
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String LAST_HEAD =
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

  private final HttpServer server =
      new HttpServer(
          SETTINGS,
          List.of(new Echo(new Bodies(SETTINGS))),
          InstantSource.system(),
          new SimpleMeterRegistry());
  private int port;

  private record Echo(Bodies bodies) implements HttpService {
    @Override
    public void routing(HttpRules rules) {
      rules.post(
          "/echo",
          (request, response) ->
              bodies.read(request, body -> Replies.send(response, 200, "text/plain", body)));
    }
  }

  @BeforeEach
  void open() {
    port = server.open(List.of(InetAddress.ofLiteral("127.0.0.1")), 0, Optional.empty());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String answers(String sent) throws Exception {
    try (RawHttp peer = RawHttp.to(port)) {
      peer.write(sent);
      return peer.readToEnd();
    }
  }

  /// RFC 9112, 7.1.1 and 7.1.2: a recipient reads over what it does not know. The connection goes
  /// on with the next request, so that each end was found.
  @Test
  void extensionsAndTrailersAreReadOver() throws Exception {
    for (String chunks :
        List.of(
            "6;a=b\r\nab;\ncd\r\n0\r\n\r\n",
            "3;a=\"q\\\";\";b\r\nab;\r\n0003 ; c\r\n\ncd\r\n0;last\r\nX-Sum: 1\r\nY: 2\r\n\r\n",
            "1\r\na\r\n1\r\nb\r\n1\r\n;\r\n1\r\n\n\r\n1\r\nc\r\n1\r\nd\r\n00\r\n\r\n")) {
      assertThat(answers(HEAD + chunks + HEAD + chunks + LAST_HEAD + chunks).split("ab;\ncd", -1))
          .as(chunks)
          .hasSize(4);
      try (RawHttp peer = RawHttp.to(port)) {
        for (byte it : (LAST_HEAD + chunks).getBytes(StandardCharsets.UTF_8)) {
          peer.write(Character.toString(it));
        }
        assertThat(peer.readToEnd()).as(chunks).startsWith("HTTP/1.1 200").endsWith("ab;\ncd");
      }
    }
  }

  /// The bound of what stands beside the data is none of the number of chunks.
  @Test
  void smallChunksMayBeMany() throws Exception {
    assertThat(answers(LAST_HEAD + "1\r\ny\r\n".repeat(4000) + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .endsWith("y".repeat(4000));
  }

  @Test
  void aBodyBeyondItsLimitIsRefused() throws Exception {
    assertThat(answers(LAST_HEAD + "1388\r\n" + "y".repeat(5000) + "\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void aBrokenChunkIsAnsweredWith400AndClosed() throws Exception {
    String long200 = "z".repeat(200);
    for (String chunks :
        List.of(
            "zz\r\nabc\r\n",
            "-1\r\nabc",
            "\r\nabc",
            ";a\r\nabc",
            "fffffffffffffffff\r\nabc",
            "7fffffff\r\nabc\r\n",
            "3\nabc\n0\n\n",
            "+3\r\nabc\r\n0\r\n\r\n",
            "3 \r\nabc\r\n0\r\n\r\n",
            "3\r\nabcd\r\n0\r\n\r\n",
            "3\r\nabc\rx0\r\n\r\n",
            "3;a=" + "z".repeat(2000),
            ("1;a=" + long200 + "\r\nx\r\n").repeat(6),
            "0".repeat(2000),
            "0\r\n" + ("X: " + long200 + "\r\n").repeat(6))) {
      assertThat(answers(HEAD + chunks)).as(chunks).startsWith("HTTP/1.1 4").contains("\"error\":");
    }
  }

  /// Where a next hop that ends lines at LF alone, or at NUL, would see other chunks: however the
  /// bytes come, the body is refused and nothing behind it is taken for a request.
  @Test
  void aControlCharacterInALineIsRefusedAndHidesNoRequest() throws Exception {
    for (String chunks :
        List.of(
            "3;a\nX\r\n|abc\r\n0\r\n\r\n",
            "3;a\0X\r\n|abc\r\n0\r\n\r\n",
            "3;a\rX\r\n|abc\r\n0\r\n\r\n",
            "3;a\u007f\r\n|abc\r\n0\r\n\r\n",
            "3\r\nabc\r\n0;\n\r\n|\r\n",
            "3\r\nabc\r\n0\r\nX: y\n\nZ: q\r\n|\r\n",
            "3\r\nabc\r\n0\r\nX: \0\r\n|\r\n")) {
      String sent = HEAD + chunks.replace("|", "") + LAST_HEAD + "0\r\n\r\n";
      assertThat(answers(sent))
          .as(chunks)
          .startsWith("HTTP/1.1 400")
          .doesNotContain("HTTP/1.1 200");
      try (RawHttp peer = RawHttp.to(port)) {
        String toTheFault = HEAD + chunks.substring(0, chunks.indexOf('|'));
        for (byte it : toTheFault.getBytes(StandardCharsets.UTF_8)) {
          peer.write(Character.toString(it));
        }
        assertThat(peer.readToEnd()).as(chunks).startsWith("HTTP/1.1 400");
      }
    }
  }

  /// The rest of a body that nobody wants is read over before the next request; not that of a
  /// broken one, in which a "size" could make the server wait for bytes that never come. The peer's
  /// patience ends before the server's.
  @Test
  void aBrokenBodyThatNobodyReadsEndsTheConnectionAtOnce() throws Exception {
    String head = HEAD.replace("/echo", "/nothing");
    assertThat(answers(head + "3\r\nabc\r\n0\r\n\r\n" + LAST_HEAD + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 404")
        .contains("HTTP/1.1 200");
    for (String chunks : List.of("zz\r\nabc\r\n0\r\n\r\n", "3\r\nabcde\r\n7ff\r\n")) {
      assertThat(answers(head + chunks)).as(chunks).startsWith("HTTP/1.1 404");
    }
  }
}
