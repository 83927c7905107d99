package io.openaep.devices.module.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.ModuleWorld;
import io.openaep.devices.module.baseband.ModuleSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimCommandsTest {
  private static final Duration BOOT = Duration.ofSeconds(2);

  @Test
  void cardThatIsTakenOutEndsTheRegistration() {
    var world = ModuleWorld.registered();
    world.expect("AT+CEREG=1", "OK");
    world.expect("AT+QSIMSTAT=1", "OK");
    world.module.sim(false);
    world.loop.settle();
    assertThat(world.lines()).containsExactly("+QSIMSTAT: 1,0", "+CEREG: 0", "+CPIN: NOT READY");
    world.expect("AT+CPIN?", "+CME ERROR: 10");
    world.expect("AT+CIMI", "+CME ERROR: 10");
    world.expect("AT+QCCID", "+CME ERROR: 10");
    world.expect("AT+QINISTAT", "+QINISTAT: 0", "OK");
    world.expect("AT+QSIMSTAT?", "+QSIMSTAT: 1,0", "OK");
  }

  @Test
  void cardThatIsPutInIsNoticedOnlyIfTheSwitchIsWatched() {
    var world = ModuleWorld.registered();
    world.module.sim(false);
    world.module.sim(true);
    world.pass(BOOT);
    assertThat(world.lines()).containsExactly("+CPIN: NOT READY");
    world.expect("AT+QSIMDET=1,0", "OK");
    world.expect("AT+QSIMDET?", "+QSIMDET: 1,0", "OK");
    world.module.restart();
    world.pass(BOOT);
    world.send("ATE0");
    world.module.sim(false);
    world.module.sim(true);
    world.pass(BOOT);
    assertThat(world.lines())
        .containsExactly(
            "+CPIN: NOT READY", "+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE");
    world.expect("AT+CEREG?", "+CEREG: 0,1", "OK");
  }

  @Test
  void startWithoutCardSaysSo() {
    var world = ModuleWorld.registered();
    world.module.sim(false);
    world.loop.settle();
    world.forget();
    world.module.restart();
    world.pass(BOOT);
    assertThat(world.lines()).containsExactly("RDY", "+CFUN: 1", "+CPIN: NOT INSERTED");
    world.send("ATE0");
    world.expect("AT+CPIN?", "+CME ERROR: 10");
    world.expect("AT+CEREG?", "+CEREG: 0,0", "OK");
  }

  @Test
  void lockedCardOpensWithItsPin() {
    var world = new ModuleWorld(ModuleSettings.ec800e().withSimPin("1234"));
    world.module.powerOn();
    world.pass(BOOT);
    assertThat(world.lines()).containsExactly("RDY", "+CFUN: 1", "+CPIN: SIM PIN");
    world.send("ATE0");
    world.expect("AT+CPIN?", "+CPIN: SIM PIN", "OK");
    world.expect("AT+CIMI", "+CME ERROR: 11");
    world.expect("AT+CPIN=0000", "+CME ERROR: 16");
    world.expect("AT+QPINC?", "+QPINC: \"SC\",2,10", "+QPINC: \"P2\",3,10", "OK");
    assertThat(world.send("AT+CPIN=\"1234\"")).containsExactly("OK", "+CPIN: READY");
    world.pass(BOOT);
    assertThat(world.lines()).containsExactly("+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE");
    world.expect("AT+CEREG?", "+CEREG: 0,1", "OK");
    world.expect("AT+CPIN=1234", "+CME ERROR: 3");
    world.expect("AT+CLCK=\"SC\",2", "+CLCK: 1", "OK");
    world.expect("AT+CLCK=\"SC\",0,\"1234\"", "OK");
    world.expect("AT+CLCK=\"SC\",2", "+CLCK: 0", "OK");
    world.module.restart();
    world.pass(BOOT);
    assertThat(world.lines()).contains("+CPIN: READY");
  }

  @Test
  void threeWrongPinsBlockTheCardForGood() {
    var world = new ModuleWorld(ModuleSettings.ec800e().withSimPin("1234"));
    world.module.powerOn();
    world.pass(BOOT);
    world.send("ATE0");
    for (int i = 0; i < 3; i++) {
      world.expect("AT+CPIN=0000", "+CME ERROR: 16");
    }
    world.expect("AT+CPIN?", "+CPIN: SIM PUK", "OK");
    world.expect("AT+CPIN=1234", "+CME ERROR: 16");
    world.module.restart();
    world.pass(BOOT);
    assertThat(world.lines()).contains("+CPIN: SIM PUK");
  }

  @Test
  void unlockedCardHasNoPin() {
    var world = ModuleWorld.registered();
    world.expect("AT+CLCK=\"SC\",2", "+CLCK: 0", "OK");
    world.expect("AT+CLCK=\"SC\",1,\"1234\"", "+CME ERROR: 16");
    world.expect("AT+CLCK=\"AO\",2", "+CME ERROR: 50");
  }
}
