package io.openaep.platform.push.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The ranges are those of IANA's special-purpose address registries.
class AddressGuardTest {
  private static final AddressGuard STRICT = new AddressGuard("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2002:a00:1::",
        "100::1",
        "::127.0.0.1",
        "3fff::1"
      })
  void addressThatIsNotPublicIsRefused(String address) {
    assertThat(STRICT.allows(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "172.32.0.1",
        "172.15.255.255",
        "100.128.0.1",
        "223.255.255.254",
        "2606:4700::1111",
        "240e:1::1",
        "64:ff9b::808:808",
        "2002:808:808::1"
      })
  void publicAddressIsAllowed(String address) {
    assertThat(STRICT.allows(InetAddress.ofLiteral(address))).isTrue();
  }

  @Test
  void mappedAddressIsJudgedByWhatItMaps() throws UnknownHostException {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
    assertThat(STRICT.allows(InetAddress.getByAddress(mapped))).isFalse();
    // The JDK has no IPv6 form of it unless one insists.
    assertThat(STRICT.allows(Inet6Address.getByAddress("x", mapped, -1))).isFalse();
  }

  @Test
  void operatorAllowsNetworks() {
    AddressGuard guard = new AddressGuard("127.0.0.0/8, fd00::/8,10.1.2.3");
    assertThat(guard.allows(InetAddress.ofLiteral("127.9.9.9"))).isTrue();
    assertThat(guard.allows(InetAddress.ofLiteral("fd01::1"))).isTrue();
    assertThat(guard.allows(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
    assertThat(guard.allows(InetAddress.ofLiteral("10.1.2.4"))).isFalse();
    assertThat(guard.allows(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(guard.allows(InetAddress.ofLiteral("2002:7f00:1::1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.0/33", "::/129", "localhost", "10.0.0.0/x", "10.0.0.0/-1", ","})
  void wrongNetworkIsRefusedWithASentence(String text) {
    assertThatThrownBy(() -> new AddressGuard(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a network");
  }
}
