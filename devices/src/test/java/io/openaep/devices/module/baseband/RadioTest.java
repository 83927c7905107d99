package io.openaep.devices.module.baseband;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What links may rely on.
class RadioTest {
  private static final PsmRequest PSM =
      new PsmRequest(new PsmTimers("01011111", "00000001"), Duration.ZERO);

  private final VirtualLoop loop = new VirtualLoop();
  private final Radio radio = new Radio(loop, Timing.normal(), true);
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void listen() {
    radio.listen(
        new BearerListener() {
          @Override
          public void detached() {
            heard.add("detached");
          }

          @Override
          public void deactivated(int context) {
            heard.add("deactivated " + context);
          }

          @Override
          public void powerLost() {
            heard.add("powerLost");
          }
        });
    radio.simReady(true);
    radio.function(RadioFunction.FULL);
  }

  @Test
  void nothingPassesBeforeRegistration() {
    assertThat(radio.status()).isEqualTo(NetworkStatus.SEARCHING);
    assertThat(radio.uplink()).isFalse();
    assertThat(radio.downlink()).isFalse();
    loop.advance(Duration.ofMillis(500));
    assertThat(radio.status()).isEqualTo(NetworkStatus.HOME);
    assertThat(radio.uplink()).isTrue();
    assertThat(radio.downlink()).isTrue();
  }

  @Test
  void packetsKeepTheConnection() {
    loop.advance(Duration.ofMillis(500));
    for (int i = 0; i < 10; i++) {
      loop.advance(Duration.ofSeconds(9));
      assertThat(radio.connected()).isTrue();
      assertThat(i % 2 == 0 ? radio.uplink() : radio.downlink()).isTrue();
    }
    loop.advance(Duration.ofMillis(9_999));
    assertThat(radio.connected()).isTrue();
    loop.advance(Duration.ofMillis(1));
    assertThat(radio.connected()).isFalse();
    assertThat(radio.downlink()).isTrue(); // paged
    assertThat(radio.connected()).isTrue();
  }

  @Test
  void assistanceReleasesEarly() {
    loop.advance(Duration.ofMillis(500));
    radio.assist(Assistance.AFTER_UPLINK);
    radio.uplink();
    loop.advance(Duration.ofMillis(100));
    assertThat(radio.connected()).isFalse();
    radio.assist(Assistance.AFTER_REPLY);
    radio.uplink();
    loop.advance(Duration.ofSeconds(2));
    assertThat(radio.connected()).isTrue();
    radio.downlink();
    loop.advance(Duration.ofMillis(100));
    assertThat(radio.connected()).isFalse();
  }

  @Test
  void leavingTheNetworkIsToldOnce() {
    loop.advance(Duration.ofSeconds(1));
    radio.function(RadioFunction.AIRPLANE);
    radio.simReady(false);
    assertThat(heard).containsExactly("detached");
    assertThat(radio.status()).isEqualTo(NetworkStatus.NOT_REGISTERED);
    radio.function(RadioFunction.FULL);
    radio.simReady(true);
    loop.advance(Duration.ofSeconds(1));
    assertThat(radio.registered()).isTrue();
  }

  @Test
  void lostCoverageLosesPacketsButNoConnection() {
    loop.advance(Duration.ofSeconds(1));
    radio.coverage(false);
    assertThat(radio.status()).isEqualTo(NetworkStatus.SEARCHING);
    assertThat(radio.uplink()).isFalse();
    assertThat(radio.downlink()).isFalse();
    radio.coverage(true);
    loop.advance(Duration.ofMillis(500));
    assertThat(radio.uplink()).isTrue();
    assertThat(heard).isEmpty();
  }

  @Test
  void sleepingModuleNoticesLostCoverageWhenItWakes() {
    loop.advance(Duration.ofSeconds(1));
    radio.psm(Optional.of(PSM));
    loop.advance(Duration.ofSeconds(12));
    assertThat(radio.sleeping()).isTrue();
    radio.coverage(false);
    assertThat(radio.registered()).isTrue();
    assertThat(radio.uplink()).isFalse();
    assertThat(radio.sleeping()).isFalse();
    assertThat(radio.status()).isEqualTo(NetworkStatus.SEARCHING);
  }

  @Test
  void contextsActivateThemselvesOnlyInTheNetwork() {
    var contexts = new PdpContexts(radio);
    List<Integer> lost = new ArrayList<>();
    contexts.lost(lost::add);
    assertThat(contexts.activate(1)).isFalse();
    loop.advance(Duration.ofSeconds(1));
    assertThat(contexts.activate(0)).as("the guide's 0 is the first").isTrue();
    assertThat(contexts.activate(3)).isTrue();
    assertThat(contexts.active()).containsExactly(1, 3);
    contexts.deactivate(3);
    contexts.deactivate(3);
    assertThat(heard).containsExactly("deactivated 3");
    radio.attach(false);
    assertThat(contexts.active()).isEmpty();
    assertThat(lost).containsExactly(1);
  }

  @Test
  void lostPowerIsToldOnceAndEndsEveryTimer() {
    loop.advance(Duration.ofSeconds(1));
    radio.powerLost();
    loop.advance(Duration.ofHours(1));
    assertThat(heard).containsExactly("powerLost");
  }

  @Test
  void waitingForRegistrationEnds() {
    var soon = radio.registeredWithin(Duration.ofSeconds(20)).toCompletableFuture();
    loop.advance(Duration.ofSeconds(1));
    assertThat(soon).isCompletedWithValue(true);
    assertThat(radio.registeredWithin(Duration.ofSeconds(1)).toCompletableFuture())
        .isCompletedWithValue(true);
    radio.attach(false);
    var never = radio.registeredWithin(Duration.ofSeconds(20)).toCompletableFuture();
    loop.advance(Duration.ofSeconds(20));
    assertThat(never).isCompletedWithValue(false);
  }
}
