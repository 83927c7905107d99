package io.openaep.platform.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.push.post.Outcome;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was given up: listed with its text, sent again, dropped.
class DeadLettersTest {
  private static final Outcome GONE = new Outcome.Failed("connection refused");

  @TempDir Path path;
  private PushWorld world;
  private Product product;
  private Device device;
  private Subscription subscription;

  @BeforeEach
  void open() {
    world = new PushWorld(path);
    product = world.product(Protocol.TCP, true);
    device = world.device(product, "one");
    world.fold();
    subscription = world.subscribe(product, PushWorld.URL, MessageType.DATA_REPORT);
    world.answers = (url, text) -> GONE;
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<DeadLetter> letters() {
    return world.push.deadLetters().list(world.tenantId, Long.MAX_VALUE, 1_000);
  }

  /// Three messages that nobody took for longer than they are kept.
  private void expire() {
    world.happens(world.report(device, "a"), world.report(device, "b"), world.report(device, "c"));
    world.run();
    world.now = world.now.plus(Duration.ofDays(3)).plusSeconds(1);
    world.push.givingUp().sweep();
  }

  @Test
  void messageThatIsTooOldBecomesADeadLetterWithItsText() {
    expire();
    assertThat(letters()).hasSize(3);
    DeadLetter oldest = letters().getLast();
    assertThat(oldest.deviceId()).isEqualTo(device.ref().deviceId());
    assertThat(oldest.url()).isEqualTo(PushWorld.URL);
    assertThat(oldest.type()).isEqualTo(MessageType.DATA_REPORT);
    assertThat(oldest.reason()).isEqualTo("not taken within PT72H");
    assertThat(new String(oldest.body().toArray(), StandardCharsets.UTF_8))
        .isEqualTo(world.sent.getFirst().text());
    assertThat(world.push.deliveries().pending()).isZero();
    world.answers = (url, text) -> new Outcome.Accepted();
    world.sent.clear();
    world.pass(Duration.ofMinutes(3));
    assertThat(world.sent).isEmpty();
    world.happens(world.report(device, "d"));
    world.pass(Duration.ofMinutes(1));
    assertThat(world.sent).hasSize(1);
  }

  @Test
  void deadLetterIsSentAgainInOrderAndIsGoneWhenItWasTaken() {
    expire();
    world.answers = (url, text) -> new Outcome.Accepted();
    world.sent.clear();
    List<Long> ids = letters().reversed().stream().map(DeadLetter::id).toList();
    assertThat(world.push.deadLetters().sendAgain("another tenant", ids)).isZero();
    assertThat(world.push.deadLetters().sendAgain(world.tenantId, ids)).isEqualTo(3);
    assertThat(world.push.deadLetters().sendAgain(world.tenantId, ids)).isZero();
    assertThat(letters()).allMatch(DeadLetter::queued);
    // Nothing has happened since, so their place in the queue is among what was given up.
    world.push.givingUp().sweep();
    world.kill();
    world.push.givingUp().sweep();
    world.pass(Duration.ofMinutes(2));
    assertThat(world.sent).hasSize(3);
    assertThat(letters()).isEmpty();
  }

  /// It is not delivered, so it must not be gone either.
  @Test
  void deadLetterIsKeptWhenItsSubscriptionIsDeletedWhileItIsSentAgain() {
    expire();
    List<Long> ids = letters().stream().map(DeadLetter::id).toList();
    world.push.deadLetters().sendAgain(world.tenantId, ids);
    world.pass(Duration.ofSeconds(1));
    world.push.subscriptions().delete(world.tenantId, subscription.id());
    world.pass(Duration.ofMinutes(2));
    world.push.givingUp().sweep();
    assertThat(letters()).hasSize(3).noneMatch(DeadLetter::queued);
    assertThat(world.push.deliveries().pending()).isZero();
  }

  @Test
  void deadLetterIsKeptWhenAepsThreeTriesAreOver() {
    expire();
    world.settings = DeliveriesTest.settings("aep", Duration.ofDays(3), 1_000);
    world.orderlyStop();
    List<Long> ids = letters().stream().map(DeadLetter::id).toList();
    world.push.deadLetters().sendAgain(world.tenantId, ids);
    world.pass(Duration.ofMinutes(1));
    assertThat(world.push.deliveries().pending()).isZero();
    assertThat(letters()).hasSize(3).noneMatch(DeadLetter::queued);
  }

  @Test
  void deadLetterThatIsNotTakenAgainComesBack() {
    expire();
    List<Long> ids = letters().stream().map(DeadLetter::id).toList();
    world.push.deadLetters().sendAgain(world.tenantId, ids);
    world.pass(Duration.ofMinutes(1));
    world.now = world.now.plus(Duration.ofDays(4));
    world.push.givingUp().sweep();
    assertThat(letters()).hasSize(3).noneMatch(DeadLetter::queued);
  }

  @Test
  void deadLettersAreDroppedOnDemandAndForAgeAndNumber() {
    expire();
    long first = letters().getLast().id();
    assertThat(world.push.deadLetters().drop("another tenant", List.of(first))).isZero();
    assertThat(world.push.deadLetters().drop(world.tenantId, List.of(first, 999L))).isOne();
    assertThat(letters()).hasSize(2);
    world.now = world.now.plus(Duration.ofDays(31));
    world.push.givingUp().sweep();
    assertThat(letters()).isEmpty();
    assertThat(world.count("dead-dropped")).isEqualTo(2);
  }

  @Test
  void moreThanMayWaitBecomeDeadLettersOldestFirst() {
    world.settings = DeliveriesTest.settings("keep", Duration.ofDays(3), 5);
    world.orderlyStop();
    for (int i = 0; i < 12; i++) {
      world.happens(world.report(device, "m" + i));
    }
    world.run();
    world.push.givingUp().sweep();
    assertThat(letters()).hasSize(7);
    assertThat(letters().getFirst().reason()).contains("more than 5 messages waited");
    assertThat(world.push.deliveries().pending()).isEqualTo(5);
    world.answers = (url, text) -> new Outcome.Accepted();
    world.sent.clear();
    world.pass(Duration.ofMinutes(2));
    assertThat(world.sent).hasSize(5);
  }

  @Test
  void journalIsNotHeldLongerThanItsOwnAge() {
    world.keepEvents = Duration.ofHours(10);
    world.orderlyStop();
    world.happens(world.report(device, "a"));
    long end = world.journal.end();
    world.run();
    world.push.givingUp().sweep();
    assertThat(world.push.swept()).isLessThan(end);
    world.now = world.now.plus(Duration.ofHours(9)).plusSeconds(1);
    world.push.givingUp().sweep();
    assertThat(letters()).hasSize(1);
    assertThat(world.push.swept()).isEqualTo(end);
  }

  @Test
  void deadLetterWithoutSubscriptionIsNotSent() {
    expire();
    world.push.subscriptions().delete(world.tenantId, subscription.id());
    List<Long> ids = letters().stream().map(DeadLetter::id).toList();
    assertThatThrownBy(() -> world.push.deadLetters().sendAgain(world.tenantId, ids))
        .isInstanceOf(PushRefused.class)
        .hasMessageContaining("which was deleted");
    assertThat(letters()).hasSize(3).noneMatch(DeadLetter::queued);
  }
}
