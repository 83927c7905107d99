package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SleepHintsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "U  |                 | ''",
        "U  | ctnb            | ''",
        "UQ |                 | '; it registered in queue mode (b=UQ)'",
        "U  | psm0.eDRX0.ctnb | '; its access point psm0.eDRX0.ctnb has PSM off and eDRX off'",
        "U  | PSMA.EDRXC.CTNB | '; its access point PSMA.EDRXC.CTNB has PSM on and eDRX on'",
        "UQ | psmA.eDRX0.ctnb | '; it registered in queue mode (b=UQ); its access point psmA.eDRX0.ctnb has PSM on and eDRX off'"
      })
  void bindingAndAccessPointTellOfSleep(String binding, String apn, String words) {
    assertThat(SleepHints.of(registration(binding, Optional.ofNullable(apn)))).isEqualTo(words);
  }

  private static Registration registration(String binding, Optional<String> apn) {
    return new Registration(
        new DeviceRef(1, 2, "d"),
        "l",
        3,
        "e",
        Duration.ofDays(1),
        binding,
        "1.0",
        "</19/0>",
        "192.0.2.1",
        5683,
        Optional.empty(),
        apn,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
