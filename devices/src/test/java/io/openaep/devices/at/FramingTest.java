package io.openaep.devices.at;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Golden bytes of lines and answers, from V.250 5.2 and 5.7 and the Quectel AT manual, 1.4.
class FramingTest {
  private final AtWorld world = AtWorld.quiet();

  @Test
  void echoComesFirstWithItsCarriageReturnButWithoutLineFeed() {
    var fresh = new AtWorld();
    fresh.expect("AT+CSQ\r\n", "AT+CSQ\r\r\n+CSQ: 28,99\r\n\r\nOK\r\n");
    fresh.expect("ATE0\r", "ATE0\r\r\nOK\r\n");
    fresh.expect("AT\r", "\r\nOK\r\n");
    fresh.expect("ATE1\r", "\r\nOK\r\n");
    fresh.expect("AT\r", "AT\r\r\nOK\r\n");
    fresh.expect("ATE\r", "ATE\r\r\nOK\r\n");
    fresh.expect("AT\r", "\r\nOK\r\n");
  }

  @Test
  void onlyTheFirstOfSeveralLinesHasALeadingLineEnd() {
    world.expect("AT+TWO\r", "\r\n+TWO: 1\r\n+TWO: 2\r\n\r\nOK\r\n");
  }

  @Test
  void numbersReplaceWordsWithoutVerbosity() {
    world.expect("ATV0\r", "0\r");
    world.expect("AT+TWO\r", "+TWO: 1\r\n+TWO: 2\r\n0\r");
    world.expect("AT+NOSUCH\r", "4\r");
    world.expect("ATD123;\r", "3\r");
    world.expect("AT+SIM\r", "\r\n+CME ERROR: 10\r\n");
    world.expect("AT+CMEE=0\r", "0\r");
    world.expect("AT+SIM\r", "4\r");
    world.expect("ATV1\r", "\r\nOK\r\n");
  }

  @Test
  void quietLeavesOutResultsButNotText() {
    world.expect("ATQ1\r", "");
    world.expect("AT+CSQ\r", "\r\n+CSQ: 28,99\r\n");
    world.expect("AT+NEWS\r", "\r\n+NEWS: 1\r\n\r\n+URC: 1\r\n");
    world.expect("ATQ0\r", "\r\nOK\r\n");
  }

  @Test
  void errorLevelDecidesBetweenWordNumberAndText() {
    world.expect("AT+CMEE?\r", "\r\n+CMEE: 1\r\n\r\nOK\r\n");
    world.expect("AT+CMEE=?\r", "\r\n+CMEE: (0-2)\r\n\r\nOK\r\n");
    world.expect("AT+SIM\r", "\r\n+CME ERROR: 10\r\n");
    world.expect("AT+CMEE=2\r", "\r\nOK\r\n");
    world.expect("AT+SIM\r", "\r\n+CME ERROR: SIM not inserted\r\n");
    world.expect("AT+CMEE=0\r", "\r\nOK\r\n");
    world.expect("AT+SIM\r", "\r\nERROR\r\n");
    world.expect("AT+CMEE=3\r", "\r\nERROR\r\n");
  }

  @Test
  void wrongValuesAreCmeErrorsForStandardCommandsOnly() {
    world.expect("AT+NUM=10\r", "\r\n+CME ERROR: 50\r\n");
    world.expect("AT+VNUM=10\r", "\r\nERROR\r\n");
    world.expect("AT+NUM=x\r", "\r\nERROR\r\n");
    world.expect("AT+NOSUCH=1\r", "\r\nERROR\r\n");
    world.expect("AT+NUM=?\r", "\r\nERROR\r\n"); // it has no test form
    assertThat(world.refusals)
        .containsExactly(
            "value 1 is 10, not within 0 and 9",
            "value 1 is 10, not within 0 and 9",
            "value 1 is not a number",
            "unknown command",
            "has no test form");
  }

  @Test
  void registersThreeAndFourFrameEverything() {
    world.expect("ATS3=33\r", "!\n" + "OK!\n");
    world.expect("ATS4=64!", "!@OK!@");
    world.expect("AT+CSQ!", "!@+CSQ: 28,99!@!@OK!@");
    world.expect("ATS3?!", "!@33!@!@OK!@");
    world.expect("AT&F!", "\r\nOK\r\n");
  }

  @Test
  void codesKeepTheirFrameWithoutVerbosity() {
    world.expect("ATV0\r", "0\r");
    world.port.send("+URC: 2");
    assertThat(world.printed()).isEqualTo("\r\n+URC: 2\r\n");
  }

  @Test
  void vendorResultsStandInThePlaceOfOk() {
    world.expect("AT+SENT\r", "\r\nSEND OK\r\n");
    world.expect("AT+NOTSENT\r", "\r\nSEND FAIL\r\n");
    world.expect("AT+SENT;+CSQ\r", "\r\nSEND OK\r\n\r\n+CSQ: 28,99\r\n\r\nOK\r\n");
    world.expect("AT+NOTSENT;+CSQ\r", "\r\nSEND FAIL\r\n");
  }
}
