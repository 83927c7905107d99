package io.openaep.platform.access.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An address from which much is refused: a device behind it is let in all the same, and the
/// refused leave nothing behind.
class FloodedAddressTest {
  private static final String IMEI = "868543060974334";
  private static final int REFUSED = 100;

  private final Bed bed = new Bed();

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  void rightDeviceIsRegisteredAfterAHundredRefusalsOfItsAddress() {
    bed.platform.device(IMEI, Optional.empty(), false);
    TestDevice stranger = bed.device("868543060000000");
    for (int number = 0; number < REFUSED; number++) {
      int code = stranger.exchange(stranger.registration(number + 1, "ep=868543060000000")).code;
      assertThat(code).isBetween(400, 499);
    }
    bed.device(IMEI).register();
    assertThat(bed.platform.registrations).hasSize(1);
    assertThat(bed.meters.get("openaep.lwm2m.registrations").gauge().value()).isEqualTo(1);
    assertThat(bed.refused(Door.LWM2M, "unknown_device")).isEqualTo(REFUSED);
  }
}
