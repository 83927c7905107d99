package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The signature by hands that share nothing with ours: openssl makes it, curl sends it.
class ByHandTest {
  @TempDir Path path;

  @Test
  void opensslSignsAndCurlCalls() throws Exception {
    Path script = path.resolve("by-hand.sh");
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("by-hand.sh"))) {
      Files.write(script, in.readAllBytes());
    }
    try (ApiWorld world = new ApiWorld(path.resolve("data"))) {
      Process process =
          new ProcessBuilder("bash", script.toString(), "http://127.0.0.1:" + world.port)
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      List<String> answers = output.lines().toList();
      assertThat(answers).hasSize(2);
      assertThat(answers.getFirst())
          .startsWith("{\"code\":0,\"msg\":\"ok\",\"result\":{\"productId\":")
          .contains("\"productName\":\"手工 1\"");
      assertThat(answers.getLast()).isEqualTo(answers.getFirst());
    }
  }
}
