package io.openaep.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `openaep module` on a terminal, as a person meets it: `script` of util-linux gives the terminal.
class ModulePromptTest {
  private static final String END_OF_INPUT = "\004";

  @TempDir private Path directory;

  private Path screen = Path.of("");
  private Optional<Process> terminal = Optional.empty();
  private OutputStream keys = OutputStream.nullOutputStream();

  @BeforeEach
  void start() throws IOException {
    screen = directory.resolve("screen");
    String module = String.join(" ", PlatformProcess.java()) + " module --fast";
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qec", module, "/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile());
    builder.environment().put("TERM", "xterm");
    Process started = builder.start();
    terminal = Optional.of(started);
    keys = started.getOutputStream();
    shows("+QIND: PB DONE");
  }

  @AfterEach
  void stop() {
    terminal.ifPresent(Process::destroyForcibly);
  }

  @Test
  void typedLineIsAnsweredExplainedCompletedAndRepeated() throws Exception {
    type("AT+CSQ\r");
    shows("+CSQ: 28,99");

    type("help AT+QLWREG\r");
    shows("−9 refused: the platform does not know the device");

    type("AT+QLWSTAT\t\r"); // completes to AT+QLWSTATUS
    shows("+QLWSTATUS: 0");

    type("AT+CGSN\r");
    shows("868543060974334"); // its IMEI
    long seen = times("868543060974334");
    type("\033[A\r"); // the line before
    Eventually.holds(() -> assertThat(times("868543060974334")).isEqualTo(seen + 1));

    type(END_OF_INPUT);
    Process process = terminal.orElseThrow();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends with Ctrl-D").isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void keysThatAreTypedAheadAreAllTaken() throws Exception {
    for (int round = 0; round < 20; round++) {
      type("AT+QLWSTAT\tX\177\rAT+CSQ\r"); // completed, a key too many, erased
    }
    Eventually.holds(() -> assertThat(times("+CSQ: 28,99")).isEqualTo(20));
    assertThat(times("+QLWSTATUS: 0")).isEqualTo(20);
    type(END_OF_INPUT);
    assertThat(terminal.orElseThrow().waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  /// Faster than any person: no key is lost, whatever the prompt is doing.
  private void type(String text) throws IOException {
    keys.write(text.getBytes(UTF_8));
    keys.flush();
  }

  private void shows(String text) {
    Eventually.holds(() -> assertThat(Files.readString(screen, UTF_8)).contains(text));
  }

  private long times(String text) throws IOException {
    return Files.readString(screen, UTF_8).lines().filter(line -> line.contains(text)).count();
  }
}
