package io.openaep.platform.access.socket;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final DeviceRef DEVICE = new DeviceRef(1, 15436586, "154365860001");

  private final FakeUplinks uplinks = new FakeUplinks();
  private final Sessions sessions = new Sessions();
  private final Presence presence = new Presence(uplinks, sessions);

  /// The first login has the device's place and is about to be stored when the second one comes:
  /// the second must not be stored before it.
  @Test
  void loginsAreStoredInTheOrderInWhichTheyTookThePlace() throws InterruptedException {
    CountDownLatch secondIsAsFarAsItGets = new CountDownLatch(1);
    AtomicBoolean firstCall = new AtomicBoolean(true);
    Presence slowToStore =
        new Presence(
            inbound -> {
              if (firstCall.getAndSet(false)) {
                awaitLatch(secondIsAsFarAsItGets);
              }
              return uplinks.store(inbound);
            },
            sessions);
    Thread first = Thread.ofPlatform().start(() -> arrive(slowToStore, new Login(1)));
    await().until(() -> !firstCall.get());
    Presence otherDoor = new Presence(uplinks, sessions); // MQTT has two: plain and TLS
    Thread second = Thread.ofPlatform().start(() -> arrive(otherDoor, new Login(2)));
    await()
        .until(() ->
            second.getState() == Thread.State.BLOCKED
                || second.getState() == Thread.State.TERMINATED);
    secondIsAsFarAsItGets.countDown();
    first.join();
    second.join();

    assertThat(uplinks.asked(Inbound.Connected.class).getLast().source())
        .isEqualTo(sessions.of(DEVICE.number()).orElseThrow().source());
  }

  @Test
  void olderSessionThatDoesNotYieldStays() {
    Login older = new Login(1);
    arrive(older);

    Presence.Arrival arrival =
        presence.arrive(new Login(2), connected(new Login(2)), session -> false);
    assertThat(arrival).isEqualTo(new Presence.Arrival.Occupied(older));
    assertThat(sessions.of(DEVICE.number())).contains(older);
    assertThat(uplinks.asked()).hasSize(1);
  }

  @Test
  void endOfAReplacedSessionIsNotTold() {
    Login older = new Login(1);
    arrive(older);
    arrive(new Login(2));

    presence.depart(older, Optional.of(gone(older))).toCompletableFuture().join();
    assertThat(uplinks.asked(Inbound.Gone.class)).isEmpty();
  }

  @Test
  void untoldEndIsToldAgainUntilItIsStored() {
    Login login = new Login(1);
    arrive(login);
    uplinks.full(true);
    presence.depart(login, Optional.of(gone(login))).toCompletableFuture().join();
    presence.tellAgain();
    assertThat(uplinks.asked(Inbound.Gone.class)).hasSize(2);

    uplinks.full(false);
    presence.tellAgain();
    presence.tellAgain();
    assertThat(uplinks.asked(Inbound.Gone.class)).hasSize(3);
  }

  @Test
  void untoldEndIsForgottenWhenTheDeviceIsBack() {
    Login login = new Login(1);
    arrive(login);
    uplinks.full(true);
    presence.depart(login, Optional.of(gone(login))).toCompletableFuture().join();
    uplinks.full(false);
    arrive(new Login(2));

    presence.tellAgain();
    assertThat(uplinks.asked(Inbound.Gone.class)).hasSize(1);
  }

  private void arrive(Login login) {
    arrive(presence, login);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static void arrive(Presence presence, Login login) {
    assertThat(presence.arrive(login, connected(login), older -> true))
        .isInstanceOf(Presence.Arrival.Admitted.class);
  }

  private static Inbound.Connected connected(Login login) {
    return new Inbound.Connected(login.source(), Instant.EPOCH, Optional.empty(), List.of());
  }

  private static Inbound.Gone gone(Login login) {
    return new Inbound.Gone(login.source(), Instant.EPOCH, GoneCause.CLOSED, List.of());
  }

  /// A session that nobody talks to.
  private record Login(long number) implements DeviceSession {
    @Override
    public Source source() {
      return new Source(DEVICE, Door.TCP, number, "192.0.2.1:40000");
    }

    @Override
    public CompletionStage<SendOutcome> send(Downlink downlink) {
      throw new UnsupportedOperationException("nobody sends here");
    }

    @Override
    public void close(GoneCause cause) {}
  }
}
