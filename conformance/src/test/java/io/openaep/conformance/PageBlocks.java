package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The shell blocks of a page of `docs`, run as they stand there against a started platform.
final class PageBlocks {
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  private PageBlocks() {}

  private static String page(String name) throws IOException {
    return Files.readString(PlatformProcess.root().resolve(name));
  }

  /// The first block of configuration on a page.
  static String configuration(String name) throws IOException {
    return YAML.matcher(page(name)).results().findFirst().orElseThrow().group(1);
  }

  /// @param name of the page, from the root of the checkout
  /// @param directory where the platform's `data` is
  /// @return what each block printed
  static List<String> run(String name, Path directory, PlatformProcess platform)
      throws IOException, InterruptedException {
    List<String> blocks = BLOCK.matcher(page(name)).results().map(it -> it.group(1)).toList();
    Path script = directory.resolve("blocks.sh");
    Files.writeString(script, "set -eu\n" + String.join("\necho '--'\n", blocks));
    String printed = run(script, platform);
    List<String> parts = List.of(printed.split("(?m)^--$\n?", -1));
    assertThat(parts).as(printed).hasSameSizeAs(blocks);
    return parts;
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
                "LWM2M_PORT", Integer.toString(platform.port("lwm2m")),
                "LWM2MS_PORT", Integer.toString(platform.port("lwm2ms")),
                "PUSH_PORT", Integer.toString(freePort())));
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
