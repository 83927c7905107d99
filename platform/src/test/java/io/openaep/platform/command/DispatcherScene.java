package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.command.World.Sending;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/// One device of each kind around a dispatcher, and what tests of it say most often.
class DispatcherScene {
  static final long PSM = 1;
  static final long DRX = 2;
  static final long EDRX = 3;
  static final long MQTT = 4;
  static final Duration TTL = Duration.ofHours(2);

  final World world = new World();

  @BeforeEach
  void devices() {
    world.device(PSM, Protocol.LWM2M, new PowerMode.Psm());
    world.device(DRX, Protocol.LWM2M, new PowerMode.Drx());
    world.device(EDRX, Protocol.LWM2M, new PowerMode.Edrx(Duration.ofSeconds(20)));
    world.device(MQTT, Protocol.MQTT, new PowerMode.Drx());
    world.settle();
  }

  Command create(long device) {
    return world.now(world.create(device, TTL));
  }

  Sending onlySending() {
    assertThat(world.sendings).hasSize(1);
    return world.sendings.getFirst();
  }

  void assertStatus(Command command, CommandStatus status) {
    assertThat(world.stored(command).status()).isEqualTo(status);
  }

  void assertFailed(Command command, Failure failure, String detail) {
    assertStatus(command, CommandStatus.FAILED);
    assertThat(world.stored(command).failure()).contains(failure);
    assertThat(world.stored(command).detail()).contains(detail);
  }

  void report(long device) {
    world.append(world.report(device));
    world.settle();
  }
}
