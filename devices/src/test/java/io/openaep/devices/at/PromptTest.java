package io.openaep.devices.at;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The data prompt, byte for byte.
class PromptTest {
  private static final String OK = "\r\nOK\r\n";
  private static final String SENT = "\r\nSEND OK\r\n";
  private static final String ERROR = "\r\nERROR\r\n";
  private static final String PROMPT = "\r\n> ";

  private final AtWorld world = AtWorld.quiet();

  @Test
  void fixedLengthTakesExactlySoManyBytesOfAnyValue() {
    world.expect("AT+DATA\r", PROMPT);
    world.expect("\u001a\r\u001b", "");
    world.expect("\u00ffAT\r", SENT + OK);
    assertThat(world.seen).containsExactly("\u001a\r\u001b\u00ff");
  }

  @Test
  void lineFeedOfTheCommandIsNotData() {
    world.expect("AT+DATA\r\nabcd", PROMPT + SENT);
    world.expect("AT+DATA\r", PROMPT);
    world.expect("\n", "");
    world.expect("abcd", SENT);
    world.expect("AT+DATA\r", PROMPT);
    world.expect("\n\nabc", SENT);
    assertThat(world.seen).containsExactly("abcd", "abcd", "\nabc");
  }

  @Test
  void emptyDataNeedsNoByte() {
    world.request = DataRequest.fixed(0);
    world.expect("AT+DATA\rAT\r", PROMPT + SENT + OK);
    assertThat(world.seen).containsExactly("");
  }

  @Test
  void variableLengthEndsWithControlZ() {
    world.request = DataRequest.untilCtrlZ(10);
    world.expect("AT+DATA\r\nhello\r\n\u001aAT\r", PROMPT + SENT + OK);
    assertThat(world.seen).containsExactly("hello\r\n");
  }

  @Test
  void escapeCancels() {
    world.request = DataRequest.untilCtrlZ(10);
    world.expect("AT+DATA\rhel\u001bAT\r", PROMPT + ERROR + OK);
    assertThat(world.seen).containsExactly("cancelled");
  }

  @Test
  void moreThanTheLimitIsRefusedAtItsEnd() {
    world.request = DataRequest.untilCtrlZ(4);
    world.expect("AT+DATA\rabcd\u001a", PROMPT + SENT);
    world.expect("AT+DATA\rabcde\u001a", PROMPT + ERROR);
    assertThat(world.seen).containsExactly("abcd", "more than 4 bytes");
  }

  @Test
  void hexadecimalDigitsCountHalf() {
    world.request = DataRequest.fixed(3).withHex(true);
    world.expect("AT+DATA\r0aFF2B", PROMPT + SENT);
    world.expect("AT+DATA\r0aFF2x", PROMPT + ERROR);
    world.request = DataRequest.untilCtrlZ(3).withHex(true);
    world.expect("AT+DATA\r0aFF2B\u001a", PROMPT + SENT);
    world.expect("AT+DATA\r0aFF2\u001a", PROMPT + ERROR);
    assertThat(world.seen)
        .containsExactly("\n\u00ff+", "not hexadecimal", "\n\u00ff+", "not hexadecimal");
  }

  @Test
  void silenceLeavesThePrompt() {
    world.request = DataRequest.fixed(4).withIdle(Duration.ofSeconds(5));
    world.send("AT+DATA\r");
    world.loop.advance(Duration.ofSeconds(4));
    world.send("ab");
    world.loop.advance(Duration.ofMillis(4999));
    assertThat(world.printed()).isEqualTo(PROMPT);
    world.loop.advance(Duration.ofMillis(1));
    assertThat(world.printed()).isEqualTo(ERROR);
    assertThat(world.seen).containsExactly("timed out");
    world.expect("AT\r", OK);
  }

  @Test
  void withoutALimitThePromptWaits() {
    world.request = DataRequest.fixed(4).withIdle(Duration.ZERO);
    world.send("AT+DATA\r");
    world.loop.advance(Duration.ofHours(1));
    world.expect("abcd", SENT);
  }

  @Test
  void dataIsEchoedOnlyIfBothWant() {
    world.request = DataRequest.fixed(4).withEcho(true);
    world.expect("AT+DATA\rabcd", PROMPT + SENT);
    world.send("ATE1\r");
    world.expect("AT+DATA\rabcd", "AT+DATA\r" + PROMPT + "abcd" + SENT);
    world.request = DataRequest.fixed(4);
    world.expect("AT+DATA\rabcd", "AT+DATA\r" + PROMPT + SENT);
  }

  @Test
  void promptHasThreeForms() {
    world.request = DataRequest.fixed(1).withOpening(DataRequest.Opening.ANGLE_LINE);
    world.expect("AT+DATA\rx", "\r\n>\r\n" + SENT);
    world.request = DataRequest.fixed(1).withOpening(DataRequest.Opening.CONNECT);
    world.expect("AT+DATA\rx", "\r\nCONNECT\r\n" + SENT);
  }

  @Test
  void codesWaitUntilTheDataIsComplete() {
    world.send("AT+DATA\r");
    world.port.send("+URC: 1");
    world.expect("ab", "");
    world.expect("cd", SENT + "\r\n+URC: 1\r\n");
  }

  @Test
  void promptMustBeTheLastOfItsLine() {
    world.expect("AT+CSQ;+DATA\r", "\r\n+CSQ: 28,99\r\n" + PROMPT);
    world.expect("abcd", SENT);
    world.expect("AT+DATA;+CSQ\r", ERROR);
    assertThat(world.seen).containsExactly("abcd");
  }

  @Test
  void hostThatLeavesCancelsThePrompt() {
    world.send("AT+DATA\rab");
    world.printed();
    world.port.hostGone();
    assertThat(world.printed()).isEqualTo(ERROR);
    assertThat(world.seen).containsExactly("cancelled");
    world.expect("AT\r", OK);
  }
}
