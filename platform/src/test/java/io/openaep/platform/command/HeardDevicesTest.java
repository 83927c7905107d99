package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeardDevicesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HeardDevices heard = new HeardDevices(3, meters);

  private void hear(long device) {
    heard.uplink(device, device, NOON, Optional.empty());
  }

  @Test
  void deviceSilentLongestIsForgottenFirst() {
    for (long device = 1; device <= 3; device++) {
      hear(device);
    }
    hear(1);
    hear(4);
    assertThat(heard.of(2)).isEmpty();
    assertThat(heard.of(1)).isPresent();
    assertThat(heard.of(4).orElseThrow().position()).isEqualTo(4);
    assertThat(meters.get("openaep.commands.heard.devices").gauge().value()).isEqualTo(3);
  }

  @Test
  void deletedDeviceIsForgottenAtOnce() {
    hear(1);
    heard.forget(1);
    assertThat(heard.of(1)).isEmpty();
  }
}
