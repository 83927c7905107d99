package io.openaep.platform.access.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.DeviceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/// What is kept of devices in memory.
class MqttSessionsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final DeviceRef DEVICE = new DeviceRef(7, 10_000_001, "device7");

  private final MqttSessions sessions =
      MqttSessions.load(new FakeMqttStore(), InstantSource.fixed(NOON));

  @Test
  void nothingIsKeptOfADeviceThatWasDeleted() throws MqttSession.Replaced {
    Object connection = new Object();
    var entry = sessions.enter(DEVICE, false, Duration.ofDays(7), connection, NOON);
    var _ = entry.session().depart(connection, 1, 1, 10);
    var _ = entry.session().end(connection, NOON);
    sessions.leave(DEVICE, entry.session(), connection);
    assertThat(sessions.size()).isEqualTo(1);

    sessions.removed(DEVICE.number());
    assertThat(sessions.size()).isZero();
    assertThat(sessions.keeps(DEVICE.number(), 1)).isFalse();
  }

  @Test
  void sessionThatIsNotKeptEndsWithItsConnection() {
    Object connection = new Object();
    var entry = sessions.enter(DEVICE, true, Duration.ZERO, connection, NOON);
    sessions.leave(DEVICE, entry.session(), connection);
    assertThat(sessions.size()).isZero();
  }
}
