package io.openaep.devices.module.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.ModuleWorld;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Registration, operator, signal, bearers.
class NetworkCommandsTest {
  private final ModuleWorld world = ModuleWorld.registered();

  @Test
  void changesOfRegistrationAreToldAtTheWantedLevel() {
    world.expect("AT+CREG=1;+CGREG=2;+CEREG=2", "OK");
    world.module.coverage(false);
    world.loop.settle();
    assertThat(world.lines()).containsExactly("+CREG: 2", "+CGREG: 2", "+CEREG: 2");
    world.module.coverage(true);
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines())
        .containsExactly(
            "+CREG: 1", "+CGREG: 1,\"DF5C\",\"5A2890B\",7", "+CEREG: 1,\"DF5C\",\"5A2890B\",7");
  }

  @Test
  void withoutBeingAskedNothingIsTold() {
    world.module.coverage(false);
    world.module.coverage(true);
    world.pass(Duration.ofSeconds(30));
    assertThat(world.lines()).isEmpty();
  }

  @Test
  void grantedTimersAreToldAtLevelFour() {
    world.expect("AT+CEREG=4", "OK");
    world.expect("AT+CEREG?", "+CEREG: 4,1,\"DF5C\",\"5A2890B\",7", "OK");
    world.send("AT+QSCLK=3,2,\"01011111\",\"00000001\"");
    world.expect(
        "AT+CEREG?", "+CEREG: 4,1,\"DF5C\",\"5A2890B\",7,,,\"00000001\",\"01011111\"", "OK");
    world.expect("AT+CEREG=3", "+CME ERROR: 50");
    world.expect("AT+CREG=4", "+CME ERROR: 50");
    world.expect("AT+CEREG=?", "+CEREG: (0-2,4)", "OK");
  }

  @Test
  void connectionIsToldWhenAsked() {
    world.expect("AT+CSCON?", "+CSCON: 0,1", "OK");
    world.expect("AT+CSCON=1", "OK");
    world.pass(Duration.ofSeconds(11));
    assertThat(world.lines()).containsExactly("+CSCON: 0");
    world.expect("AT+CSCON?", "+CSCON: 1,0", "OK");
    assertThat(world.send("AT+QIACT=1")).containsExactly("OK", "+CSCON: 1");
  }

  @Test
  void operatorIsTakenLeftAndNamed() {
    world.expect("AT+COPS=3,2", "OK");
    world.expect("AT+COPS?", "+COPS: 0,2,\"46011\",7", "OK");
    world.expect("AT+COPS=3,1", "OK");
    world.expect("AT+COPS?", "+COPS: 0,1,\"CT\",7", "OK");
    world.send("AT+COPS=2");
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("OK");
    world.expect("AT+COPS?", "+COPS: 2", "OK");
    world.expect("AT+CEREG?", "+CEREG: 0,0", "OK");
    assertThat(world.send("AT+COPS=0")).isEmpty();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("OK");
    world.expect("AT+CEREG?", "+CEREG: 0,1", "OK");
    world.expect("AT+COPS=1,2,\"46000\"", "+CME ERROR: 30");
    world.expect(
        "AT+COPS=?", "+COPS: (2,\"CHN-CT\",\"CT\",\"46011\",7),,(0,1,2,3,4),(0,1,2)", "OK");
  }

  @Test
  void attachingWithoutANetworkFailsInTheEnd() {
    world.send("AT+CGATT=0");
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("OK");
    world.expect("AT+CGATT?", "+CGATT: 0", "OK");
    world.module.coverage(false);
    assertThat(world.send("AT+CGATT=1")).isEmpty();
    world.pass(Duration.ofSeconds(20));
    assertThat(world.lines()).containsExactly("+CME ERROR: 30");
  }

  @Test
  void bearersAreDefinedAndToldAbout() {
    world.expect("AT+CGDCONT?", "+CGDCONT: 1,\"IPV4V6\",\"ctnet\",\"0.0.0.0\",0,0,0,0", "OK");
    world.expect("AT+CGDCONT=2,\"IP\",\"apn2\"", "OK");
    world.expect("AT+CGACT?", "+CGACT: 1,1", "+CGACT: 2,0", "OK");
    world.expect("AT+CGACT=1,2", "OK");
    world.expect("AT+CGACT?", "+CGACT: 1,1", "+CGACT: 2,1", "OK");
    world.expect(
        "AT+CGPADDR", "+CGPADDR: 1,\"100.107.208.167\"", "+CGPADDR: 2,\"100.107.208.167\"", "OK");
    world.expect(
        "AT+CGCONTRDP=1",
        "+CGCONTRDP: 1,5,\"ctnet\",\"100.107.208.167\",\"\",\"61.132.163.68\",\"202.102.213.68\"",
        "OK");
    world.expect("AT+CGDCONT=16,\"IP\"", "+CME ERROR: 50");
    world.expect("AT+CGDCONT=1,\"X25\"", "+CME ERROR: 50");
    world.expect("AT+CGAUTH=1,1,\"u\",\"p\"", "OK");
    world.expect("AT+CGAUTH=1,1", "ERROR");
  }

  @Test
  void contextsHaveTheAddressesOfTheirType() {
    world.expect("AT+QICSGP=2,3,\"apn\"", "OK");
    world.expect("AT+QIACT=2", "OK");
    world.expect(
        "AT+QIACT?", "+QIACT: 2,1,3,\"100.107.208.167\",\"240E:46C:8910:1::646B:D0A7\"", "OK");
    world.expect("AT+QIACTEX=3,1", "OK", "+QIACTEX: 3,0,1,\"100.107.208.167\"");
    world.expect("AT+QIDEACTEX=3", "OK");
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("+QIDEACTEX: 3,0");
    world.expect("AT+QIACT=8", "ERROR");
    world.expect("AT+QICSGP=1,4,\"apn\"", "ERROR");
  }

  @Test
  void extendedSignalIsDerivedFromTheCell() {
    world.expect("AT+CESQ", "+CESQ: 99,99,255,255,22,39", "OK");
    world.expect("AT+QCSQ", "+QCSQ: \"LTE\",-73,-102,16,-9", "OK");
    world.expect("AT+QENG=\"neighbourcell\"", "OK");
    world.expect("AT+QENG=\"other\"", "ERROR");
  }
}
