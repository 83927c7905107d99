package io.openaep.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `openaep module` in a script: commands from a pipe, and ports that cannot be had.
class ModuleCommandTest {
  @TempDir private Path directory;

  @Test
  void commandsFromAPipeAreAllAnswered() throws Exception {
    Path out = directory.resolve("out");
    List<String> words =
        Stream.concat(PlatformProcess.java().stream(), Stream.of("module", "--fast")).toList();
    Process module =
        new ProcessBuilder(words)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      try (var in = module.getOutputStream()) {
        in.write("ATE0\rAT+CGMM\rAT+CGSN\r".getBytes(US_ASCII));
      }
      assertThat(module.waitFor(120, TimeUnit.SECONDS)).as("ends with its input").isTrue();
      assertThat(module.exitValue()).isZero();
      assertThat(Files.readString(out, US_ASCII))
          .contains("\r\nEC800E\r\n\r\nOK\r\n\r\n868543060974334\r\n\r\nOK\r\n");
    } finally {
      module.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pty:/nope/at, '/nope/at cannot be made: there is no such directory; choose another'",
    "serial:/dev/ttyNONE, 'serial device /dev/ttyNONE: No such file or directory'",
    "serial:/dev/ttyNONE, 'name one that is there'",
    "serial:/dev/null, 'name a serial device'",
    "tcp:192.0.2.1:5000, '--port tcp:192.0.2.1:5000: '",
  })
  void portThatCannotBeHadIsToldInWords(String port, String words) throws Exception {
    Program program = Program.run(directory, Map.of(), "module", "--port", port);
    assertThat(program.status()).as("failed; the words were right").isEqualTo(1);
    assertThat(program.err()).startsWith("openaep: ").contains(words).doesNotContain("Exception");
  }
}
