package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.SendOutcome.Delivered;
import io.openaep.platform.access.SendOutcome.Refused;
import io.openaep.platform.access.SendOutcome.Unanswered;
import io.openaep.platform.journal.Event;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Products whose commands may be sent twice (`redeliver`).
class RedeliveryTest extends DispatcherScene {
  private static final Unanswered SILENCE = new Unanswered("no answer to the last retransmission");

  @BeforeEach
  void redeliver() {
    world.redelivering(PSM, Protocol.LWM2M, new PowerMode.Psm());
    world.redelivering(DRX, Protocol.LWM2M, new PowerMode.Drx());
    world.connect(PSM);
    world.connect(DRX);
    world.settle();
  }

  @Test
  void unansweredCommandGoesAgainWithTheNextUplinkBeforeTheOneBehindIt() {
    Command first = create(PSM);
    Command second = create(PSM);
    report(PSM);
    world.answer(onlySending(), SILENCE);
    assertStatus(first, CommandStatus.SENT);
    assertThat(world.sendings).isEmpty();
    report(PSM);
    assertThat(onlySending().downlink().commandId()).isEqualTo(first.id());
    world.answer(onlySending(), new Delivered());
    assertStatus(first, CommandStatus.DELIVERED);
    world.answer(onlySending(), new Delivered());
    assertStatus(second, CommandStatus.DELIVERED);
    assertThat(sentEvents()).isEqualTo(2);
  }

  private long sentEvents() {
    return world.journal.read(0, 1_000).stream()
        .filter(it -> it.event() instanceof Event.CommandSent)
        .count();
  }

  @Test
  void aDeviceThatIsAlwaysReachableIsNotTriedAgainBeforeItIsHeard() {
    Command command = create(DRX);
    world.answer(onlySending(), SILENCE);
    world.advance(Duration.ofMinutes(10));
    assertThat(world.sendings).isEmpty();
    assertStatus(command, CommandStatus.SENT);
    report(DRX);
    world.answer(onlySending(), new Delivered());
    assertStatus(command, CommandStatus.DELIVERED);
  }

  @Test
  void atTheEndOfItsTimeToLiveItMayHaveArrived() {
    Command command = create(DRX);
    world.answer(onlySending(), SILENCE);
    world.advance(TTL);
    assertFailed(command, Failure.TIMEOUT, "may have arrived");
  }

  @Test
  void silenceAfterTheTimeToLiveIsTheEnd() {
    Command command = create(DRX);
    world.advance(TTL);
    world.answer(onlySending(), SILENCE);
    assertFailed(command, Failure.TIMEOUT, "no answer to the last retransmission");
  }

  @Test
  void aClearNoIsTheEnd() {
    Command command = create(DRX);
    world.answer(onlySending(), new Refused("4.04"));
    assertFailed(command, Failure.FAILED, "4.04");
  }

  @Test
  void timeToLiveZeroIsNeverRepeated() {
    Command command = world.now(world.create(DRX, Duration.ZERO));
    world.answer(onlySending(), SILENCE);
    assertFailed(command, Failure.TIMEOUT, "no answer");
  }

  @Test
  void afterACrashItGoesAgain() {
    Command command = create(DRX);
    assertThat(onlySending().downlink().commandId()).isEqualTo(command.id());
    world.crash();
    world.attach(DRX);
    world.settle();
    world.advance(Duration.ofSeconds(1));
    assertThat(onlySending().downlink().commandId()).isEqualTo(command.id());
    world.answer(onlySending(), new Delivered());
    assertStatus(command, CommandStatus.DELIVERED);
  }
}
