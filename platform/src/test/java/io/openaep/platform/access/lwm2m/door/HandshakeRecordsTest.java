package io.openaep.platform.access.lwm2m.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Tap;
import io.openaep.platform.access.socket.FakeTap;
import io.openaep.wire.Bytes;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is kept of handshakes, and what their records are called.
class HandshakeRecordsTest {
  private static final String HELLO = "16fefd0000000000000000000101";
  private static final String KEY_EXCHANGE =
      "16fefd0000000000000002000110"
          + "14fefd0000000000000003000101"
          + "16fefd00010000000000000002ffff";

  private final FakeTap tap = new FakeTap();
  private final HandshakeRecords records =
      new HandshakeRecords(
          tap,
          () -> Instant.parse("2026-11-22T08:00:00.120Z"),
          (identity, peer) -> Tap.Party.Stranger.of(identity.orElse(""), Remotes.text(peer)));

  private static InetSocketAddress peer(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), port);
  }

  private void passed(int port, String hex) {
    byte[] bytes = Bytes.hex(hex).toArray();
    records.passed(Tap.Direction.IN, new DatagramPacket(bytes, bytes.length, peer(port)));
  }

  @Test
  void recordsAreCalledByTheirNamesAndShownOnce() {
    passed(1, HELLO);
    passed(1, KEY_EXCHANGE);
    passed(1, "15fefd000000000000000400020228");
    passed(1, "17fefd0001000000000004000100"); // application data is the CoAP layer's
    records.failed(peer(1), Optional.of("imei"), "done");
    records.failed(peer(1), Optional.of("imei"), "again");
    assertThat(tap.lines())
        .containsExactly(
            "?imei IN " + HELLO + " DTLS client_hello at 2026-11-22T08:00:00.120Z -> ",
            "?imei IN "
                + KEY_EXCHANGE
                + " DTLS client_key_exchange, change_cipher_spec, handshake message, encrypted at"
                + " 2026-11-22T08:00:00.120Z -> ",
            "?imei IN 15fefd000000000000000400020228 DTLS alert 40 at 2026-11-22T08:00:00.120Z -> done");
  }

  @Test
  void aFloodIsForgottenOldestFirst() {
    for (int port = 1; port <= 1_001; port++) {
      for (int i = 0; i < 20; i++) {
        passed(port, HELLO + "00".repeat(1_000));
      }
    }
    records.failed(peer(1), Optional.empty(), "first");
    assertThat(tap.lines()).isEmpty();
    records.failed(peer(1_001), Optional.empty(), "last");
    assertThat(tap.lines())
        .hasSize(16)
        .allSatisfy(it -> assertThat(it.split(" ", 4)[2]).hasSize(2 * 512));
  }

  @Test
  void theNewestOfAPeerAreKept() {
    passed(1, HELLO);
    for (int i = 0; i < 15; i++) {
      passed(1, KEY_EXCHANGE);
    }
    passed(1, "15fefd000000000000000400020228");
    records.failed(peer(1), Optional.empty(), "done");
    assertThat(tap.lines()).hasSize(16).noneMatch(it -> it.contains("client_hello"));
    assertThat(tap.lines().getLast()).contains("alert 40").endsWith("-> done");
  }

  @Test
  void nonsenseHasWordsToo() {
    for (String hex :
        new String[] {"16", "16fefd0000000000000000ffff", "16fefd00000000000000000005"}) {
      passed(1, hex);
    }
    passed(1, "15fefd000000000000000000ff01");
    records.failed(peer(1), Optional.empty(), "done");
    assertThat(tap.lines()).hasSize(4).allSatisfy(it -> assertThat(it).contains(" DTLS "));
  }
}
