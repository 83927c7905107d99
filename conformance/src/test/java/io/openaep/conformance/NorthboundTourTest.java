package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signers written in other languages call every served function in every version and hold each
/// answer to the documents, member by member: `examples/northbound-tour.py`.
@ExtendWith(SharedPlatform.class)
class NorthboundTourTest {
  private static final Pattern SERVED =
      Pattern.compile(
          "^\\| (\\w+) \\| `\\w+ /(\\w+)/\\S+` \\| (\\d+) \\|.*\\| yes \\|$", Pattern.MULTILINE);

  @TempDir private Path directory;

  private final PlatformProcess platform;

  NorthboundTourTest(PlatformProcess platform) {
    this.platform = platform;
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "bash"})
  void everyFunctionAnswersAsDocumented(String signer) throws Exception {
    String called = run(signer);
    assertThat(called.lines().toList())
        .as("every function and version that the reference page calls served")
        .containsExactlyInAnyOrderElementsOf(served());
  }

  private static Set<String> served() throws IOException {
    String page = Files.readString(PlatformProcess.root().resolve("docs/reference/northbound.md"));
    return SERVED
        .matcher(page)
        .results()
        .map(row -> row.group(2) + "/" + row.group(1) + " " + row.group(3))
        .collect(Collectors.toSet());
  }

  private String run(String signer) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("python3", "-B", "examples/northbound-tour.py", "--signer", signer)
            .directory(PlatformProcess.root().toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "AEP_URL",
                "http://127.0.0.1:" + platform.port("http"),
                "AEP_TCP",
                "127.0.0.1:" + platform.port("tcp"),
                "AEP_MQTT",
                "127.0.0.1:" + platform.port("mqtt"),
                "AEP_LWM2M",
                "127.0.0.1:" + platform.port("lwm2m"),
                "AEP_PUSH",
                "127.0.0.1",
                "AEP_TOKEN",
                Rest.token(platform.data()),
                "AEP_APP",
                PlatformProcess.APP_KEY + ":" + PlatformProcess.APP_SECRET));
    // files, for whoever reads one pipe to its end waits for ever while the other is full
    Path printed = directory.resolve("printed");
    Path wrong = directory.resolve("wrong");
    Process process =
        builder.redirectOutput(printed.toFile()).redirectError(wrong.toFile()).start();
    boolean ended = process.waitFor(600, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    assertThat(ended).as("ended in time: %s", Files.readString(wrong)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(wrong)).isZero();
    return Files.readString(printed);
  }
}
