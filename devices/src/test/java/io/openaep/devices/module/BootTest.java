package io.openaep.devices.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.baseband.ModuleSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BootTest {
  @Test
  void powerOnPrintsTheGuidesCodesInItsOrder() {
    var world = new ModuleWorld(ModuleSettings.ec800e());
    world.module.powerOn();
    world.pass(Duration.ofSeconds(2));
    assertThat(world.raw())
        .isEqualTo(
            "\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\n+CPIN: READY\r\n\r\n+QUSIM: 1\r\n"
                + "\r\n+QIND: SMS DONE\r\n\r\n+QIND: PB DONE\r\n");
  }

  @Test
  void signalIsKnownOnceRegistered() {
    var world = ModuleWorld.registered();
    world.expect("AT+CSQ", "+CSQ: 28,99", "OK");
  }

  @Test
  void moduleThatIsOffIsSilent() {
    var world = ModuleWorld.registered();
    world.module.powerOff();
    world.expect("AT");
  }
}
