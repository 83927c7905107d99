package io.openaep.platform.access.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginFloodTest {
  private final FakeClock clock = new FakeClock();
  private final LoginFlood flood =
      new LoginFlood(
          new SocketConfig.FloodLimit(
              3, Duration.ofSeconds(60), Duration.ofHours(2), Duration.ofSeconds(5), 4, 10),
          clock);

  @Test
  void oneFailureTooManyWithinTheWindowMakesSuspect() {
    InetAddress address = InetAddress.ofLiteral("192.0.2.1");
    assertThat(flood.failed(address)).isFalse();
    assertThat(flood.failed(address)).isFalse();
    assertThat(flood.failed(address)).isFalse();
    assertThat(flood.suspects(address)).isFalse();
    assertThat(flood.failed(address)).isTrue();

    assertThat(flood.suspects(address)).isTrue();
    assertThat(flood.suspects(InetAddress.ofLiteral("192.0.2.2"))).isFalse();
    clock.advance(Duration.ofHours(2).minusMillis(1));
    assertThat(flood.suspects(address)).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(flood.suspects(address)).isFalse();
  }

  @Test
  void windowSlides() {
    InetAddress address = InetAddress.ofLiteral("192.0.2.1");
    for (int failure = 0; failure < 20; failure++) {
      assertThat(flood.failed(address)).isFalse();
      clock.advance(Duration.ofSeconds(20));
    }
  }

  @Test
  void addressesOfOneIpv6NetworkCountTogether() {
    for (int host = 1; host <= 4; host++) {
      flood.failed(InetAddress.ofLiteral("2001:db8:0:1::" + host));
    }

    assertThat(flood.suspects(InetAddress.ofLiteral("2001:db8:0:1:ffff::9"))).isTrue();
    assertThat(flood.suspects(InetAddress.ofLiteral("2001:db8:0:2::1"))).isFalse();
  }

  @Test
  void onlySoManyAddressesAreRemembered() {
    InetAddress first = InetAddress.ofLiteral("192.0.2.200");
    for (int failure = 0; failure < 4; failure++) {
      flood.failed(first);
    }
    assertThat(flood.suspects(first)).isTrue();
    for (int host = 1; host <= 10; host++) {
      flood.failed(InetAddress.ofLiteral("192.0.2." + host));
    }

    assertThat(flood.suspects(first)).isFalse();
  }
}
