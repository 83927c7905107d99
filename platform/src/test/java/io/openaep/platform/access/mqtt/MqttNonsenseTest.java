package io.openaep.platform.access.mqtt;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.socket.RawPeer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Nonsense on a real socket: the connection is closed with a counted reason or simply ends, no
/// stranger gets in, and nothing becomes a fault of ours (the world asserts that when it is
/// closed).
class MqttNonsenseTest extends MqttTest {
  private static final int ROUNDS = 150;

  /// So long that failed logins do not shut the address out.
  private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(2);

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_122);

  @Test
  void nonsenseFromAStrangerNeverGetsIn() {
    for (int round = 0; round < ROUNDS; round++) {
      world.clock.advance(BETWEEN_ROUNDS);
      try (RawPeer peer = world.connect()) {
        peer.send(nonsense());
        peer.finish();
      }
      await().until(() -> world.connections(Door.MQTT) == 0);
    }
    assertThat(world.uplinks.asked()).isEmpty();
  }

  @Test
  void nonsenseFromADeviceEndsItsConnectionAndNothingElse() {
    for (int round = 0; round < ROUNDS; round++) {
      world.clock.advance(BETWEEN_ROUNDS);
      try (RawPeer peer = MqttPeer.online(world)) {
        peer.send(nonsense());
        peer.finish();
      }
      await().until(() -> world.connections(Door.MQTT) == 0);
    }
    assertThat(world.uplinks.asked(Inbound.Connected.class)).hasSize(ROUNDS);
    assertThat(world.uplinks.asked(Inbound.Gone.class))
        .hasSize(ROUNDS)
        .allMatch(gone -> gone.cause() != GoneCause.NOT_STORED);
  }

  /// Small bytes are likely: they are the types, flags and lengths that lead further in.
  private byte[] nonsense() {
    byte[] bytes = new byte[1 + random.nextInt(60)];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(16) << 4);
    }
    return bytes;
  }
}
