package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the blocks of `docs/start/by-hand.md` as they stand there, with the foreign programs that
/// it names, and reads what they print.
class ByHandTest {
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

  @Test
  void theBlocksOfThePageWork(@TempDir Path directory) throws Exception {
    String page = Files.readString(PlatformProcess.root().resolve("docs/start/by-hand.md"));
    List<String> blocks = BLOCK.matcher(page).results().map(it -> it.group(1)).toList();
    assertThat(blocks).hasSize(10);
    Path script = directory.resolve("by-hand.sh");
    Files.writeString(script, "set -eu\n" + String.join("\necho '--'\n", blocks));
    try (PlatformProcess platform =
        PlatformProcess.start(directory.resolve("data"), "--mqtts-port", "0")) {
      String printed = run(script, platform);
      List<String> parts = List.of(printed.split("(?m)^--$\n?"));
      assertThat(parts).as(printed).hasSize(10);
      assertThat(parts.get(1)).matches("product \\d{8} device \\d+meter1\\n");
      assertThat(parts.get(3).strip()).isEqualTo("{\"temp\":22.5,\"humi\":78}");
      assertThat(parts.get(4).lines()).containsExactly("{\"valve\":1}", "指令已送达");
      assertThat(parts.get(5).strip()).isEqualTo("stored");
      assertThat(parts.get(6).strip()).isEqualTo("05000006");
      assertThat(parts.get(7).strip()).isEqualTo("hello world");
      assertThat(parts.get(9).strip()).isEqualTo("helloworld");
    }
  }

  private static String run(Path script, PlatformProcess platform)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", script.toString())
            .directory(PlatformProcess.root().toFile())
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "AEP_URL", "http://127.0.0.1:" + platform.port("http"),
                "AEP_APP", PlatformProcess.APP_KEY + ":" + PlatformProcess.APP_SECRET,
                "MQTT_PORT", Integer.toString(platform.port("mqtt")),
                "MQTTS_PORT", Integer.toString(platform.port("mqtts")),
                "AEP_DATA", script.resolveSibling("data").toString(),
                "TCP_PORT", Integer.toString(platform.port("tcp")),
                "LWM2M_PORT", Integer.toString(platform.port("lwm2m"))));
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }
}
