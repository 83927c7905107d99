package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.Patience;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the HTTP server answers by itself below `/api` is a problem (RFC 9457) as well.
class ServerProblemTest {
  @TempDir private Path path;
  private RestWorld world;

  private static final class Broken implements Resource {
    @Override
    public List<Route> routes() {
      return List.of(
          Route.get("/broken", "Fails by our mistake.")
              .open()
              .by(_ -> {
                throw new IllegalStateException("secret of the platform");
              }));
    }
  }

  @BeforeEach
  void open() {
    world = new RestWorld(path, new Broken());
  }

  @AfterEach
  void close() {
    world.close();
  }

  private JsonNode raw(int status, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), world.port)) {
      socket.setSoTimeout((int) Patience.LONGEST.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      assertThat(answer.toLowerCase(Locale.ROOT))
          .contains("content-type: application/problem+json");
      JsonNode problem =
          JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
      assertThat(problem.path("status").asInt()).isEqualTo(status);
      assertThat(problem.path("title").asString()).isNotBlank();
      assertThat(problem.path("detail").asString()).isNotBlank();
      return problem;
    }
  }

  private static String type(JsonNode problem) {
    return problem.path("type").asString();
  }

  @Test
  void aMistakeOfOursIsAProblemThatTellsNothingOfIt() {
    RestCall.Answer answer = world.get("/api/broken").send().expect(500);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.text("type")).isEqualTo("urn:openaep:problem:internal");
    assertThat(answer.text("detail")).contains("incident=").doesNotContain("secret");
  }

  @Test
  void whatNeverReachesARouteIsAProblem() throws IOException {
    assertThat(type(raw(400, "GET /api/me HTTP/1.1\r\nno colon\r\n\r\n")))
        .isEqualTo("urn:openaep:problem:invalid");
    assertThat(
            type(
                raw(
                    413,
                    "POST /api/sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n")))
        .isEqualTo("urn:openaep:problem:too-large");
    assertThat(type(raw(505, "GET /api/me HTTP/1.0\r\nHost: a\r\n\r\n")))
        .isEqualTo("urn:openaep:problem:http-version");
  }

  @Test
  void unknownPathsAndMethodsAreProblems() throws IOException {
    String rest = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    assertThat(type(raw(404, "GET /api/nothing" + rest)))
        .isEqualTo("urn:openaep:problem:not-found");
    assertThat(type(raw(404, "GET /api" + rest))).isEqualTo("urn:openaep:problem:not-found");
    assertThat(type(raw(405, "FETCH /api/me" + rest))).isEqualTo("urn:openaep:problem:method");
    assertThat(type(raw(400, "GET /api/%zz" + rest))).isEqualTo("urn:openaep:problem:invalid");
  }
}
