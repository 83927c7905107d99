package io.openaep.devices.module.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.ModuleWorld;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Clock, serial line, messages, QCFG and sleep values.
class SettingsCommandsTest {
  private final ModuleWorld world = ModuleWorld.registered();

  @Test
  void clockFollowsTheNetwork() {
    // The virtual clock stood at 01:10:11 UTC two seconds ago.
    world.expect("AT+CCLK?", "+CCLK: \"26/11/22,01:10:13+32\"", "OK");
    world.expect("AT+CTZU=3", "OK");
    world.module.coverage(false);
    world.module.coverage(true);
    world.pass(Duration.ofSeconds(1));
    world.expect("AT+CCLK?", "+CCLK: \"26/11/22,09:10:14+32\"", "OK");
    world.expect("AT+QLTS=1", "+QLTS: \"2026/11/22,01:10:14+32,0\"", "OK");
    world.expect("AT+QLTS=2", "+QLTS: \"2026/11/22,09:10:14+32,0\"", "OK");
    world.expect("AT+QLTS", "+QLTS: \"2026/11/22,01:10:13+32,0\"", "OK");
  }

  @Test
  void clockWithoutNetworkTimeStartsLongAgo() {
    world.expect("AT+CTZU=0", "OK");
    world.module.restart();
    world.pass(Duration.ofSeconds(2));
    world.send("ATE0");
    world.expect("AT+CCLK?", "+CCLK: \"80/01/06,00:00:02+00\"", "OK");
    world.expect("AT+CCLK=\"26/12/31,23:59:58-16\"", "OK");
    world.pass(Duration.ofSeconds(3));
    world.expect("AT+CCLK?", "+CCLK: \"27/01/01,00:00:01-16\"", "OK");
    world.expect("AT+CCLK=\"26/13/31,23:59:58-16\"", "+CME ERROR: 50");
    world.expect("AT+CCLK=\"26/12/31,23:59:58+57\"", "+CME ERROR: 50");
    world.expect("AT+CCLK=\"yesterday\"", "+CME ERROR: 50");
  }

  @Test
  void zoneIsToldWhenAsked() {
    world.expect("AT+CTZR=2", "OK");
    world.module.coverage(false);
    world.module.coverage(true);
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("+CTZE: \"+32\",0,\"2026/11/22,09:10:13\"");
    world.expect("AT+CTZR=1", "OK");
    world.module.coverage(false);
    world.module.coverage(true);
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("+CTZV: \"+32\"");
  }

  @Test
  void serialLineKeepsWhatItIsTold() {
    world.expect("AT+IPR=9600", "OK");
    world.expect("AT&F", "OK");
    world.send("ATE0");
    world.expect("AT+IPR?", "+IPR: 9600", "OK");
    world.expect("AT+IPR=12345", "+CME ERROR: 50");
    world.expect("AT+IFC=2,2", "OK");
    world.expect("AT+IFC?", "+IFC: 2,2", "OK");
    world.expect("AT+IFC=1,0", "+CME ERROR: 50");
    world.expect("AT+ICF?", "+ICF: 3,3", "OK");
    world.expect("AT+ICF=3,3", "OK");
    world.expect("AT+CSCS=\"UCS2\"", "OK");
    world.expect("AT+CSCS?", "+CSCS: \"UCS2\"", "OK");
    world.expect("AT+CSCS=\"XX\"", "+CME ERROR: 50");
  }

  @Test
  void messageSettingsLetScriptsPass() {
    world.expect("AT+CMGF=1", "OK");
    world.expect("AT+CMGF?", "+CMGF: 1", "OK");
    world.expect("AT+CNMI=2,2", "OK");
    world.expect("AT+CNMI?", "+CNMI: 2,2,0,0,0", "OK");
    world.expect("AT+CPMS?", "+CPMS: \"ME\",0,255,\"ME\",0,255,\"ME\",0,255", "OK");
    world.expect("AT+CMGS=\"10086\"", "ERROR");
  }

  @Test
  void optionsAreKeptUnderTheirLowerCaseNames() {
    world.expect("AT+QCFG=\"URC/PSM\",1", "OK");
    world.expect("AT+QCFG=\"psm/urc\"", "+QCFG: \"psm/urc\",1", "OK");
    world.expect("AT+QINDCFG=\"psm\"", "+QINDCFG: \"psm\",1", "OK");
    world.expect("AT+QINDCFG=\"psm\",0", "OK");
    world.expect("AT+QCFG=\"urc/psm\"", "+QCFG: \"urc/psm\",0", "OK");
    world.expect("AT+QCFG=\"urc/ri/other\"", "+QCFG: \"urc/ri/other\",\"pulse\"", "OK");
    world.expect("AT+QCFG=\"urc/ri/other\",\"pulse\",200,2", "OK");
    world.expect("AT+QCFG=\"urc/ri/other\"", "+QCFG: \"urc/ri/other\",\"pulse\",200,2", "OK");
    world.expect("AT+QCFG=\"band\",0,1a0,0", "OK");
    world.expect("AT+QCFG=\"band\"", "+QCFG: \"band\",0x0,0x1a0,0x0", "OK");
    world.expect("AT+QCFG=\"LWM2M/Lifetime\",86400", "OK");
    world.expect("AT+QCFG=\"lwm2m/lifetime\"", "+QCFG: \"lwm2m/lifetime\",86400", "OK");
    world.expect("AT+QCFG=\"nwscanmode\",3", "OK");
    world.expect("AT+QCFG=\"nwscanmode\",1", "ERROR");
    world.expect("AT+QCFG=\"urc/psm\",2", "ERROR");
    world.expect("AT+QCFG=\"urc/port\",\"lpt1\"", "ERROR");
    world.expect("AT+QCFG=\"nosuch\"", "ERROR");
    world.expect("AT+QURCCFG=\"urcport\"", "+QURCCFG: \"urcport\",\"usbat\"", "OK");
    world.expect("AT+QURCCFG=\"urcport\",\"all\"", "OK");
    world.expect("AT+QCFG=\"urc/port\"", "+QCFG: \"urc/port\",\"all\"", "OK");
    world.expect("AT+QINDCFG=\"all\"", "+QINDCFG: \"all\",1", "OK");
    world.expect("AT+QINDCFG=\"nosuch\"", "ERROR");
  }

  @Test
  void signalAndRadioAreIndicatedWhenAsked() {
    world.expect("AT+QINDCFG=\"csq\",1", "OK");
    world.expect("AT+QINDCFG=\"act\",1", "OK");
    world.module.coverage(false);
    world.module.coverage(true);
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines())
        .containsExactly("+QIND: \"csq\",99,99", "+QIND: \"csq\",28,99", "+QIND: \"act\",\"LTE\"");
    world.expect("AT+QINDCFG=\"all\",0", "OK");
    world.module.coverage(false);
    world.loop.settle();
    assertThat(world.lines()).isEmpty();
  }

  @Test
  void codesWaitForTheConfiguredDelay() {
    world.expect("AT+QCFG=\"urc/delay\",500", "OK");
    world.expect("AT+CEREG=1", "OK");
    world.module.coverage(false);
    world.pass(Duration.ofMillis(499));
    assertThat(world.lines()).isEmpty();
    world.pass(Duration.ofMillis(1));
    assertThat(world.lines()).containsExactly("+CEREG: 2");
  }

  @Test
  void sleepValuesAreChecked() {
    world.expect("AT+QSCLK?", "+QSCLK: 0", "OK");
    world.expect("AT+QSCLK=2", "OK");
    world.expect("AT+QSCLK?", "+QSCLK: 2,5", "OK");
    world.expect("AT+QSCLK=?", "+QSCLK: (0-3)", "OK");
    world.expect("AT+QSCLK=3,2,\"01011111\",\"00000001\"", "OK");
    world.expect("AT+QSCLK?", "+QSCLK: 3,2,\"01011111\",\"00000001\"", "OK");
    world.expect("AT+QSCLK=3,2,\"0101111\",\"00000001\"", "ERROR");
    world.expect("AT+QSCLK=3", "ERROR");
    world.expect("AT+QSCLK=4", "ERROR");
    world.expect("AT+QSCLK=2,0", "ERROR");
    world.expect("AT+QSCLK=1,2", "ERROR");
    world.expect("AT+QSCLKEX?", "+QSCLKEX: 0,3,30", "OK");
    world.expect("AT+QSCLKEX=1,51,30", "ERROR");
    world.expect("AT+CPSMS=3", "+CME ERROR: 50");
    world.expect("AT+CPSMS=1,,,\"x\"", "+CME ERROR: 50");
  }

  @Test
  void pagingCyclesAreGranted() {
    world.expect("AT+CEDRXRDP", "+CEDRXRDP: 0", "OK");
    world.expect("AT+CEDRXS=2,4,\"0010\"", "OK", "+CEDRXP: 4,\"0010\",\"0010\",\"0000\"");
    world.expect("AT+CEDRXS?", "+CEDRXS: 4,\"0010\"", "OK");
    world.expect("AT+CEDRXRDP", "+CEDRXRDP: 4,\"0010\",\"0010\",\"0000\"", "OK");
    world.expect("AT+CEDRXS=1,5,\"0010\"", "+CME ERROR: 50");
    world.expect("AT+CEDRXS=1,4,\"1111\"", "+CME ERROR: 50");
    world.expect("AT+CEDRXS=0", "OK");
    world.expect("AT+CEDRXRDP", "+CEDRXRDP: 0", "OK");
  }
}
