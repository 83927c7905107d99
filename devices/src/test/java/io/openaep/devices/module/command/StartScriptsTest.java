package io.openaep.devices.module.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.ModuleWorld;
import org.junit.jupiter.api.Test;

/// What real drivers send first, whole and in their order.
class StartScriptsTest {
  private final ModuleWorld world = ModuleWorld.registered();

  @Test
  void synchronisationFindsTheModule() {
    world.expect("AT", "OK");
    world.expect("AT", "OK");
    world.expect("ATE0", "OK");
    world.expect("AT+CMEE=1", "OK");
    world.expect("AT+CMEE=2", "OK");
    world.expect("ATI", "Quectel", "EC800E", "Revision: EC800ECNLCR01A01M04", "OK");
    world.expect("AT+IPR?", "+IPR: 115200", "OK");
    world.expect("AT+IPR=115200", "OK");
  }

  @Test
  void identityIsTold() {
    world.expect("AT+CGMR", "EC800ECNLCR01A01M04", "OK");
    world.expect("AT+QGMR", "EC800ECNLCR01A01M04_01.001.01.001", "OK");
    world.expect("AT+CGMM", "EC800E", "OK");
    world.expect("AT+GSN", "868543060974334", "OK");
    world.expect("AT+CGSN", "868543060974334", "OK");
    world.expect("AT+CGSN=1", "+CGSN: \"868543060974334\"", "OK");
    world.expect("AT+GSN=1", "+GSN: \"868543060974334\"", "OK");
    world.expect("AT+CIMI", "460115472446714", "OK");
    world.expect("AT+QCCID", "+QCCID: 89860320845515190439", "OK");
    world.expect("AT+ICCID", "+ICCID: 89860320845515190439", "OK");
    world.expect("AT+CPIN?", "+CPIN: READY", "OK");
    world.expect("AT+QINISTAT", "+QINISTAT: 7", "OK");
  }

  @Test
  void networkIsTold() {
    world.expect("AT+CSQ", "+CSQ: 28,99", "OK");
    world.expect("AT+CREG?", "+CREG: 0,1", "OK");
    world.expect("AT+CGREG?", "+CGREG: 0,1", "OK");
    world.expect("AT+CEREG?", "+CEREG: 0,1", "OK");
    world.expect("AT+CEREG=2", "OK");
    world.expect("AT+CEREG?", "+CEREG: 2,1,\"DF5C\",\"5A2890B\",7", "OK");
    world.expect("AT+COPS?", "+COPS: 0,0,\"CHN-CT\",7", "OK");
    world.expect("AT+CGATT?", "+CGATT: 1", "OK");
    world.expect("AT+QSPN", "+QSPN: \"CHN-CT\",\"CT\",\"\",0,\"46011\"", "OK");
    world.expect("AT+QNWINFO", "+QNWINFO: \"FDD LTE\",46011,\"LTE BAND 3\",1650", "OK");
    world.expect(
        "at+qeng=\"SERVINGCELL\"",
        "+QENG: \"servingcell\",\"CONNECT\",\"LTE\",\"FDD\",460,11,5A2890B,475,1650,3,5,5,DF5C,"
            + "-102,-9,-73,16,19",
        "OK");
  }

  @Test
  void codesAndSleepAreSet() {
    world.expect("AT+QURCCFG=\"urcport\",\"uart1\"", "OK");
    world.expect("AT+QCFG=\"URC/PORT\"", "+QCFG: \"urc/port\",\"uart1\"", "OK");
    world.expect("AT+QSCLK=0", "OK");
    world.expect("AT+QSCLK=1", "OK");
    world.expect("AT+QSCLK?", "+QSCLK: 1", "OK");
    world.expect("AT+CTZR=0", "OK");
    world.expect("AT+CTZU=1", "OK");
  }

  @Test
  void contextIsActivated() {
    world.expect("AT+QICSGP=1,1,\"ctnet\",\"\",\"\",0", "OK");
    world.expect("AT+QICSGP=1", "+QICSGP: 1,\"ctnet\",\"\",\"\",0", "OK");
    world.expect("AT+QIACT?", "OK");
    world.expect("AT+QIDEACT=1", "OK");
    world.expect("AT+QIACT=1", "OK");
    world.expect("AT+QIACT=1", "OK");
    world.expect("AT+QIACT?", "+QIACT: 1,1,1,\"100.107.208.167\"", "OK");
    world.expect("AT+CGPADDR=1", "+CGPADDR: 1,\"100.107.208.167\"", "OK");
    world.expect("AT+CGPADDR", "+CGPADDR: 1,\"100.107.208.167\"", "OK");
    world.expect("AT+QIDNSCFG=1", "+QIDNSCFG: 1,\"61.132.163.68\",\"202.102.213.68\"", "OK");
  }

  @Test
  void deactivationTakesItsTime() {
    world.expect("AT+QIACT=1", "OK");
    assertThat(world.send("AT+QIDEACT=1")).isEmpty();
    world.pass(java.time.Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("OK");
    world.expect("AT+QIACT?", "OK");
  }

  @Test
  void commandsOfOtherModelsAreRefused() {
    for (String line :
        new String[] {
          "AT+NCDP?",
          "AT+QLWULDATA=1,00",
          "AT+NSOCR=\"DGRAM\",17,0",
          "AT+QNBIOTEVENT=1,1",
          "AT+QPSMS?",
          "AT+CMUX=0",
          "AT+NOSUCH"
        }) {
      world.expect(line, "ERROR");
    }
  }
}
