package io.openaep.devices.module.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.ModuleWorld;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PowerCommandsTest {
  private static final String[] BOOT = {
    "RDY", "+CFUN: 1", "+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE"
  };

  private final ModuleWorld world = ModuleWorld.registered();

  @Test
  void orderlyPowerDownEndsInSilence() {
    world.expect("AT+QPOWD", "OK");
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("POWERED DOWN");
    world.expect("AT");
    world.pass(Duration.ofHours(1));
    assertThat(world.raw()).isEmpty();
    world.module.powerOn();
    world.pass(Duration.ofSeconds(2));
    assertThat(world.lines()).containsExactly(BOOT);
  }

  @Test
  void powerDownAtOnce() {
    assertThat(world.send("AT+QPOWD=0")).containsExactly("OK", "POWERED DOWN");
    world.expect("AT");
  }

  @Test
  void powerThatIsCutMeanwhileStaysWithTheOldRun() {
    world.send("AT+QPOWD");
    world.module.restart();
    world.pass(Duration.ofSeconds(2));
    assertThat(world.lines()).containsExactly(BOOT);
    assertThat(world.send("ATE0")).endsWith("OK");
  }

  @Test
  void resetsStartAnew() {
    for (String line : new String[] {"AT+QRESET", "AT+CFUN=1,1"}) {
      world.expect("AT+CEREG=2", "OK");
      world.expect(line, "OK");
      world.pass(Duration.ofSeconds(2));
      assertThat(world.lines()).as(line).containsExactly(BOOT);
      world.send("ATE0");
      world.expect("AT+CEREG?", "+CEREG: 0,1", "OK");
    }
  }

  @Test
  void airplaneModeLeavesTheNetworkButKeepsTheCard() {
    world.send("AT+CEREG=1");
    world.send("AT+QIACT=1");
    assertThat(world.send("AT+CFUN=4")).isEmpty();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("OK", "+CEREG: 0", "+QIURC: \"pdpdeact\",1");
    world.expect("AT+CFUN?", "+CFUN: 4", "OK");
    world.expect("AT+CPIN?", "+CPIN: READY", "OK");
    world.expect("AT+CSQ", "+CSQ: 99,99", "OK");
    world.expect("AT+COPS?", "+COPS: 0", "OK");
    world.expect("AT+QENG=\"servingcell\"", "+QENG: \"servingcell\",\"SEARCH\"", "OK");
    world.expect("AT+QNWINFO", "+QNWINFO: No Service", "OK");
    world.expect("AT+QIACT=1", "ERROR");
    world.expect("AT+CGPADDR=1", "+CGPADDR: 1,\"0.0.0.0\"", "OK");
    assertThat(world.send("AT+CFUN=1")).containsExactly("OK", "+CEREG: 2");
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("+CEREG: 1");
  }

  @Test
  void minimumFunctionTurnsTheCardOffToo() {
    world.send("AT+CFUN=0");
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("OK", "+CPIN: NOT READY");
    world.expect("AT+CPIN?", "+CME ERROR: 13");
    world.expect("AT+CIMI", "+CME ERROR: 13");
    assertThat(world.send("AT+CFUN=1")).containsExactly("OK", "+CPIN: READY");
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE");
    world.expect("AT+CEREG?", "+CEREG: 0,1", "OK");
  }

  @Test
  void impossibleFunctionsAreRefused() {
    world.expect("AT+CFUN=2", "+CME ERROR: 50");
    world.expect("AT+CFUN=0,1", "+CME ERROR: 50");
    world.expect("AT+CFUN=?", "+CFUN: (0,1,4),(0,1)", "OK");
    world.expect("AT+QPOWD=2", "ERROR");
  }

  @Test
  void savedSettingsOutliveARestartAndAFactoryNewModuleHasNone() {
    world.send("AT+CEREG=2;+IPR=9600;&W");
    world.send("AT+QCFG=\"urc/port\",\"uart1\"");
    world.send("AT+CGDCONT=2,\"IP\",\"other\"");
    world.send("AT+CPSMS=1,,,\"01000111\",\"00000001\"");
    world.module.restart();
    world.pass(Duration.ofSeconds(2));
    assertThat(world.lines()).contains("+CEREG: 2").contains("+CEREG: 1,\"DF5C\",\"5A2890B\",7");
    world.expect("AT+IPR?", "+IPR: 9600", "OK"); // ATE0 was saved too
    world.expect("AT+QCFG=\"urc/port\"", "+QCFG: \"urc/port\",\"uart1\"", "OK");
    world.expect(
        "AT+CGDCONT?",
        "+CGDCONT: 1,\"IPV4V6\",\"ctnet\",\"0.0.0.0\",0,0,0,0",
        "+CGDCONT: 2,\"IP\",\"other\",\"0.0.0.0\",0,0,0,0",
        "OK");
    world.expect("AT+CPSMS?", "+CPSMS: 1,,,\"01000111\",\"00000001\"", "OK");
    world.module.factory();
    world.pass(Duration.ofSeconds(2));
    world.send("ATE0");
    world.expect("AT+IPR?", "+IPR: 115200", "OK");
    world.expect("AT+QCFG=\"urc/port\"", "+QCFG: \"urc/port\",\"usbat\"", "OK");
    world.expect("AT+CGDCONT=2", "OK");
    world.expect("AT+CPSMS?", "+CPSMS: 0,,,\"01000111\",\"00100001\"", "OK");
  }

  @Test
  void supplyIsTold() {
    world.expect("AT+CBC", "+CBC: 0,75,3800", "OK");
    world.expect("AT+CPAS", "+CPAS: 0", "OK");
  }
}
