package io.openaep.devices.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The player against a module that answers by a script.
class PlayerTest {
  @Test
  void aFittingModulePasses() throws Exception {
    assertThat(play("> AT+X\n< +X: {a:int}\n< OK\n> AT+Y={a}\n< OK\n", this::answer))
        .isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void aDifferentLineFailsWithItsPlace() throws Exception {
    assertThat(play("> AT+X\n< +X: 8\n< OK\n", this::answer).toString())
        .isEqualTo("FAIL t.at:2 expected '+X: 8' got '+X: 7'");
  }

  @Test
  void groupsMayComeInAnyOrderAndPromptsAreSeen() throws Exception {
    assertThat(play("> AT+G\n<| two\n<| one\n< OK\n> AT+P\n<> \n>= data\n< OK\n", this::answer))
        .isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void somethingDuringQuietFails() throws Exception {
    assertThat(play("> AT+X\n<! quiet 1\n", this::answer).toString()).contains("got '+X: 7'");
  }

  @Test
  void anAbsentMaybeIsPassedOver() throws Exception {
    assertThat(play("> AT+X\n<? +Z: 1\n< +X: 7\n< OK\n", this::answer))
        .isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void radioReportsAreSkippedOnceAskedFor() throws Exception {
    assertThat(play("> AT+CSCON=1\n< OK\n> AT+R\n< OK\n< +CSCON: 0\n", this::answer))
        .isInstanceOf(Outcome.Passed.class);
    assertThat(play("> AT+R\n< OK\n", this::answer)).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void withinBeforeALineRepeatsItUntilItFits() throws Exception {
    List<String> seen = new ArrayList<>();
    Function<String, String> slow =
        line -> {
          seen.add(line);
          return line.equals("AT+S")
              ? "\r\n+S: " + seen.stream().filter("AT+S"::equals).count() + "\r\n\r\nOK\r\n"
              : answer(line);
        };
    assertThat(play("! runner: within 10s\n> AT+S\n< +S: 2\n< OK\n", slow))
        .isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void stepsAreFilledAndTheirFailureIsReported() throws Exception {
    String text = "@ x = 5\n! platform: do {x}\n";
    assertThat(play(text, this::answer).toString())
        .isEqualTo("FAIL t.at:2 expected '! platform: do {x}' got cannot do 5");
  }

  private String answer(String line) {
    return switch (line) {
      case "AT+CEREG?" -> "\r\n+CEREG: 0,1\r\n\r\nOK\r\n";
      case "AT+X" -> "\r\n+X: 7\r\n\r\nOK\r\n";
      case "AT+G" -> "\r\none\r\n\r\ntwo\r\n\r\nOK\r\n";
      case "AT+P" -> "\r\n> ";
      case "AT+R" -> "\r\n+CSCON: 1\r\n\r\nOK\r\n\r\n+CSCON: 0\r\n";
      default -> "\r\nOK\r\n";
    };
  }

  private static Outcome play(String text, Function<String, String> answers) throws Exception {
    Stage stage =
        new Stage() {
          @Override
          public void perform(String step, StageBindings bindings) throws StepFailed {
            throw new StepFailed("cannot " + step);
          }

          @Override
          public void close() {}
        };
    try (Scripted module = new Scripted(answers)) {
      return new Player(TranscriptParser.parse("t.at", text), module, stage, Map.of()).play();
    }
  }

  /// Answers each line by a function, as if echo were off.
  private static final class Scripted extends OutputStream implements ModuleUnderTest {
    private final PipedInputStream in = new PipedInputStream(65_536);
    private final PipedOutputStream answers = new PipedOutputStream(in);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Function<String, String> answer;

    Scripted(Function<String, String> answer) throws IOException {
      this.answer = answer;
    }

    @Override
    public void write(int octet) throws IOException {
      line.write(octet);
      String text = line.toString(StandardCharsets.UTF_8);
      if (octet == '\r' || text.equals("data")) {
        line.reset();
        answers.write(answer.apply(text.strip()).getBytes(StandardCharsets.UTF_8));
        answers.flush();
      }
    }

    @Override
    public InputStream in() {
      return in;
    }

    @Override
    public OutputStream out() {
      return this;
    }

    @Override
    public void control(String step) throws IOException {
      throw new IOException("no control channel");
    }

    @Override
    public void close() throws IOException {
      answers.close();
    }
  }
}
