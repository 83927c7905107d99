package io.openaep.platform.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.registry.Refused;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInLimitTest {
  private static final String HERE = "192.0.2.1";
  private static final int MOST = AccountSettings.USUAL.badSignIns();

  private Instant now = Instant.parse("2026-11-22T08:00:00Z");
  private final SignInLimit limit = new SignInLimit(AccountSettings.USUAL, () -> now);

  private void exhaust() {
    for (int i = 0; i < MOST; i++) {
      assertThat(limit.begin(HERE)).isEqualTo(now);
    }
  }

  private void mustWait(String address) {
    assertThatThrownBy(() -> limit.begin(address))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("try again in");
  }

  @Test
  void triesThatComeAllAtOnceAreCountedBeforeOneHasFailed() {
    exhaust();
    mustWait(HERE);
    assertThat(limit.begin("192.0.2.2")).isEqualTo(now);
  }

  @Test
  void aGoodSignInTakesBackOnlyItself() {
    for (int i = 0; i < MOST - 1; i++) {
      Instant _ = limit.begin(HERE);
      now = now.plusMillis(1);
      limit.succeeded(HERE, limit.begin(HERE));
    }
    Instant _ = limit.begin(HERE);
    mustWait(HERE);
  }

  @Test
  void goodSignInsAreNotLimited() {
    for (int i = 0; i < 3 * MOST; i++) {
      limit.succeeded(HERE, limit.begin(HERE));
    }
    assertThat(limit.begin(HERE)).isEqualTo(now);
  }

  @Test
  void waitingIsOverWhenTheFirstTryIsOldEnough() {
    exhaust();
    now = now.plus(AccountSettings.USUAL.badSignInsWithin()).minus(Duration.ofMillis(1));
    mustWait(HERE);
    now = now.plusMillis(1);
    assertThat(limit.begin(HERE)).isEqualTo(now);
  }

  @Test
  void anIpv6SubscriberIsOneCaller() {
    for (int i = 0; i < MOST; i++) {
      Instant _ = limit.begin("2001:db8:1:2:0:0:0:" + i);
    }
    mustWait("2001:db8:1:2:ffff:0:0:1");
    assertThat(limit.begin("2001:db8:1:3:0:0:0:1")).isEqualTo(now);
  }
}
