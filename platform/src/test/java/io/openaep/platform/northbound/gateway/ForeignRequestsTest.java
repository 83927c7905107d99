package io.openaep.platform.northbound.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.northbound.gateway.Signature.Signed;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Signatures that client code of others computed, recorded while it called this platform: they
/// share no line with ours.
class ForeignRequestsTest {
  private final FunctionTable table = FunctionTable.load();

  private record Recorded(String line, Map<String, String> headers) {}

  private static List<Recorded> recorded() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ForeignRequestsTest.class.getResourceAsStream("foreign-requests.txt"))) {
      List<Recorded> requests = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
        int colon = line.indexOf(": ");
        if (line.matches("(GET|POST|PUT|DELETE) /.*")) {
          requests.add(new Recorded(line, new HashMap<>()));
        } else if (!line.startsWith("#") && colon > 0) {
          requests.getLast().headers().put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
      return requests;
    }
  }

  private Signed signed(Recorded request) {
    String method = request.line().substring(0, request.line().indexOf(' '));
    String[] target = request.line().substring(method.length() + 1).split("\\?", 2);
    String query = target.length == 1 ? "" : target[1];
    ApiFunction function =
        table.at(target[0]).stream()
            .filter(it -> it.method().equals(method))
            .filter(it -> it.version().equals(request.headers().get("version")))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not in the table: " + request.line()));
    Bytes body = Bytes.utf8(request.headers().getOrDefault("body", ""));
    return new Signed(
        function,
        Query.parse(query),
        new HttpCall(method, target[0], query, request.headers(), body, ""));
  }

  private static boolean fits(Recorded request, Signed signed, String secret) {
    return Signature.fits(
        request.headers().getOrDefault("signature", ""),
        "demo",
        secret,
        request.headers().getOrDefault("timestamp", ""),
        signed,
        signed.http().body().unsafeArray());
  }

  @Test
  void everyRecordedSignatureFitsAndNoneWithAnotherSecret() throws IOException {
    List<Recorded> requests = recorded();
    assertThat(requests).hasSize(27);
    for (Recorded request : requests) {
      Signed signed = signed(request);
      assertThat(fits(request, signed, "demo-secret")).as(request.line()).isTrue();
      assertThat(fits(request, signed, "demo-secreT")).as(request.line()).isFalse();
    }
  }

  @Test
  void noneFitsAnotherQueryOrBody() throws IOException {
    for (Recorded request : recorded()) {
      String body = request.headers().getOrDefault("body", "");
      boolean looksAtBody = request.line().startsWith("P");
      if (!looksAtBody && !request.line().contains("Id=")) {
        continue; // nothing of it can be changed
      }
      Map<String, String> headers = new HashMap<>(request.headers());
      headers.put("body", looksAtBody ? body + " " : body);
      String line = looksAtBody ? request.line() : request.line().replaceFirst("Id=", "Id=9");
      Recorded changed = new Recorded(line, headers);
      assertThat(fits(changed, signed(changed), "demo-secret")).as(line).isFalse();
    }
  }
}
