package io.openaep.devices.at;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// How bytes become lines and lines commands.
class LineTest {
  private static final String OK = "\r\nOK\r\n";
  private static final String ERROR = "\r\nERROR\r\n";

  private final AtWorld world = AtWorld.quiet();

  @Test
  void lineFeedDoesNotEndALine() {
    world.expect("AT\n", "");
    world.expect("\r", OK);
    world.expect("\r\n\r\n", "");
  }

  @Test
  void prefixIsFoundInAnyCaseAndAfterGarbage() {
    world.expect("at\r", OK);
    world.expect("aT+csq\r", "\r\n+CSQ: 28,99\r\n" + OK);
    world.expect("\0\u00ffx AT\r", OK);
  }

  @Test
  void lineWithoutPrefixIsPassedOver() {
    world.expect("hello\r", "");
    world.expect("A\r", "");
    world.expect("+CSQ\r", "");
  }

  @Test
  void bytesMayComeOneByOne() {
    for (char c : "AT+CSQ".toCharArray()) {
      world.expect(String.valueOf(c), "");
    }
    world.expect("\r", "\r\n+CSQ: 28,99\r\n" + OK);
  }

  @Test
  void severalLinesMayComeAtOnce() {
    world.expect("AT\r\nAT+CSQ\r\nAT\r\n", OK + "\r\n+CSQ: 28,99\r\n" + OK + OK);
  }

  @Test
  void backspaceTakesTheLastCharacterBack() {
    world.expect("AT+CSX\bQ\r", "\r\n+CSQ: 28,99\r\n" + OK);
    world.expect("\b\b\bAT\r", OK);
    world.expect("ATS5=35\r", OK);
    world.expect("AT+CSX#Q\r", "\r\n+CSQ: 28,99\r\n" + OK);
  }

  @Test
  void lastLineIsRepeatedAtOnce() {
    world.expect("AT+CSQ\r", "\r\n+CSQ: 28,99\r\n" + OK);
    world.expect("A/", "\r\n+CSQ: 28,99\r\n" + OK);
    world.expect("a/", "\r\n+CSQ: 28,99\r\n" + OK);
    world.expect("\nA/", "\r\n+CSQ: 28,99\r\n" + OK);
  }

  @Test
  void tooLongALineIsDroppedWithAnError() {
    String most = "AT+ECHO=" + "1".repeat(LineReader.LIMIT_BYTES - 8);
    world.expect(most + "\r", OK);
    assertThat(world.seen.getLast()).hasSize(LineReader.LIMIT_BYTES - 8);
    world.expect(most + "1\r", ERROR);
    world.expect("AT\r", OK);
  }

  @Test
  void basicCommandsFollowEachOtherDirectly() {
    world.expect("ATE0V1&D2\r", OK);
    world.expect("ATE0V1&D2S7=30X0\r", OK);
    world.expect("ATS7?\r", "\r\n30\r\n" + OK);
    world.expect("ATE0+CSQ\r", "\r\n+CSQ: 28,99\r\n" + OK);
    world.expect("AT+NUM=1;&W\r", OK);
  }

  @Test
  void extendedCommandsAreSeparatedBySemicolons() {
    world.expect("AT+CSQ;+NUM?\r", "\r\n+CSQ: 28,99\r\n" + "\r\n+NUM: 1\r\n" + OK);
    world.expect("AT+NUM=1 ; +NUM=2;+NUM=3;\r", OK);
    assertThat(world.seen).containsExactly("1", "2", "3");
  }

  @Test
  void firstFailureEndsTheLine() {
    world.expect("AT+CSQ;+NOSUCH;+NUM=4\r", "\r\n+CSQ: 28,99\r\n" + ERROR);
    world.expect("AT+CSQ;+SIM;+NUM=4\r", "\r\n+CSQ: 28,99\r\n\r\n+CME ERROR: 10\r\n");
    world.expect("AT+NUM=5;=\r", ERROR);
    assertThat(world.seen).containsExactly("5");
  }

  @Test
  void unknownAndMalformedCommandsAreErrors() {
    for (String line :
        new String[] {
          "AT+",
          "AT=",
          "AT+=1",
          "AT+CS Q",
          "AT+CSQ?x",
          "AT+CSQ!",
          "AT+ECHO=\"open",
          "ATS",
          "ATS3",
          "ATS3=",
          "ATS99?",
          "ATS3=256",
          "ATE2",
          "ATV7",
          "ATX5",
          "AT&Z",
          "AT&F1",
          "AT&V1",
          "AT#X",
          "AT?",
          "AT1",
          "ATH2",
          "AT+CSQ=1",
          "AT+CSQ?"
        }) {
      world.printed();
      world.send(line + "\r");
      assertThat(world.printed()).as(line).isEqualTo(ERROR);
    }
  }

  @Test
  void commandsOfAPhoneAnswerAsWithoutVoice() {
    world.expect("ATH\r", OK);
    world.expect("ATH0\r", OK);
    world.expect("ATD10086;\r", "\r\nNO CARRIER\r\n");
    world.expect("ATA\r", "\r\nNO CARRIER\r\n");
    world.expect("ATO\r", "\r\nNO CARRIER\r\n");
  }

  @Test
  void inputWaitsWhileACommandRuns() {
    world.expect("AT+SLOW\rAT+CSQ\r", "");
    world.expect("AT+NUM?\r", "");
    world.port.send("+URC: 1");
    assertThat(world.printed()).isEmpty();
    world.slow.complete(AtReply.ok("+SLOW: done"));
    world.loop.settle();
    assertThat(world.printed())
        .isEqualTo(
            "\r\n+SLOW: done\r\n"
                + OK
                + "\r\n+URC: 1\r\n"
                + "\r\n+CSQ: 28,99\r\n"
                + OK
                + "\r\n+NUM: 1\r\n"
                + OK);
  }

  @Test
  void restOfTheLineRunsAfterASlowCommand() {
    world.expect("AT+SLOW;+CSQ\r", "");
    world.slow.complete(AtReply.ok());
    world.loop.settle();
    assertThat(world.printed()).isEqualTo("\r\n+CSQ: 28,99\r\n" + OK);
  }

  @Test
  void slowCommandThatFailsIsAnError() {
    world.send("AT+SLOW\r");
    world.slow.completeExceptionally(new java.io.IOException("gone"));
    world.loop.settle();
    assertThat(world.printed()).isEqualTo(ERROR);
  }

  @Test
  void handlerThatBreaksLeavesTheHostWithAnErrorAndThePortUsable() {
    world.printed();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> world.send("AT+BREAK\rAT\r"))
        .hasMessage("broken on purpose");
    world.loop.settle();
    assertThat(world.printed()).isEqualTo(ERROR + OK);
  }

  @Test
  void codesOfACommandComeAfterItsResultInTheirOrder() {
    world.expect("AT+NEWS;+CSQ\r", "\r\n+NEWS: 1\r\n\r\n+CSQ: 28,99\r\n" + OK + "\r\n+URC: 1\r\n");
  }

  @Test
  void heldCodesAreBoundedAndComeWhenReleased() {
    world.port.holdUrcs(true);
    for (int i = 0; i < UrcQueue.LIMIT + 10; i++) {
      world.port.send("+URC: " + i);
    }
    assertThat(world.printed()).isEmpty();
    world.expect("AT\r", OK);
    world.port.holdUrcs(false);
    String released = world.printed();
    assertThat(released).startsWith("\r\n+URC: 0\r\n").endsWith("\r\n+URC: 999\r\n");
  }

  @Test
  void closedPortIsDead() {
    world.send("AT+SLOW\r");
    world.port.close();
    world.slow.complete(AtReply.ok());
    world.port.send("+URC: 1");
    world.send("AT\r");
    world.loop.advance(Duration.ofMinutes(1));
    assertThat(world.printed()).isEmpty();
  }

  @Test
  void inputBeyondTheBufferIsLost() {
    world.send("AT+SLOW\r");
    world.send("AT\r".repeat(AtInterpreter.INPUT_LIMIT_BYTES / 3 + 100));
    world.slow.complete(AtReply.ok());
    world.loop.settle();
    assertThat(world.printed().length())
        .isEqualTo(OK.length() * (AtInterpreter.INPUT_LIMIT_BYTES / 3 + 1));
    // The last line was cut off; its rest is there still.
    world.expect("\r", "");
    world.expect("AT\r", OK);
  }
}
