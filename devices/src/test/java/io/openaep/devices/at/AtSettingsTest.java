package io.openaep.devices.at;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.at.AtSettings.Kept;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `AT&F`, `ATZ`, `AT&W` and `AT&V`.
class AtSettingsTest {
  private static final String OK = "\r\nOK\r\n";

  @Test
  void factoryValuesComeBack() {
    var world = AtWorld.quiet();
    world.expect("ATS0=1S7=9X0&C0&D1+CMEE=2\r", OK);
    world.expect("AT&F\r", OK);
    world.expect("ATS0?\r", "ATS0?\r\r\n0\r\n" + OK); // echo is on again
    world.expect("ATE0\r", "ATE0\r" + OK);
    world.expect("AT+CMEE?\r", "\r\n+CMEE: 1\r\n" + OK);
  }

  @Test
  void savedProfileOutlivesARestart() {
    Map<String, Integer> flash = new HashMap<>();
    var before = new AtSettings(flash);
    var echo = before.add("E", 1, Kept.PROFILE);
    var level = before.add("+CMEE", 1, Kept.RESET);
    var rate = before.add("+IPR", 115200, Kept.SAVED);
    echo.set(0);
    level.set(2);
    rate.set(9600);
    before.save();

    var after = new AtSettings(flash);
    var echoAfter = after.add("E", 1, Kept.PROFILE);
    var levelAfter = after.add("+CMEE", 1, Kept.RESET);
    var rateAfter = after.add("+IPR", 115200, Kept.SAVED);
    assertThat(echoAfter.value()).isZero();
    assertThat(levelAfter.value()).isEqualTo(1);
    assertThat(rateAfter.value()).isEqualTo(9600);

    rateAfter.set(4800);
    after.factory();
    assertThat(echoAfter.value()).isEqualTo(1);
    assertThat(rateAfter.value()).isEqualTo(4800);
    after.restore();
    assertThat(echoAfter.value()).isZero();
    assertThat(rateAfter.value()).isEqualTo(4800);
  }

  @Test
  void viewListsEverySettingByName() {
    var world = AtWorld.quiet();
    world.send("AT&V\r");
    assertThat(world.printed())
        .startsWith("\r\nE: 0\r\nQ: 0\r\nV: 1\r\nS0: 0\r\n")
        .contains("X: 4\r\n&C: 1\r\n&D: 2\r\n")
        .endsWith(OK);
  }
}
