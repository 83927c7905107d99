package io.openaep.devices.at;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bytes passed through, and the way out and back (V.250 and the Quectel AT manual, 2.21).
class TransparentModeTest {
  private static final String OK = "\r\nOK\r\n";
  private static final String CONNECT = "\r\nCONNECT\r\n";

  private final AtWorld world = AtWorld.quiet();
  private final Peer peer = new Peer();

  private static final class Peer implements TransparentPeer {
    final List<String> got = new ArrayList<>();
    final List<Host> hosts = new ArrayList<>();

    @Override
    public void joined(Host host) {
      hosts.add(host);
    }

    @Override
    public void send(byte[] bytes) {
      got.add(Octets.of(bytes));
    }

    @Override
    public void parted() {
      got.add("(parted)");
    }
  }

  @BeforeEach
  void connect() {
    world.table.vendor("+JOIN").execute(() -> new AtReply.Transparent(peer));
    world.expect("AT+JOIN\r", CONNECT);
  }

  @Test
  void bytesPassBothWaysUnchanged() {
    world.send("AT\r\u0000\u001a");
    peer.hosts.getFirst().write(Octets.bytes("+URC\r\n"));
    assertThat(peer.got).containsExactly("AT\r\u0000\u001a");
    assertThat(world.printed()).isEqualTo("+URC\r\n");
  }

  @Test
  void plusesBetweenSilencesLeadBackToCommands() {
    world.loop.advance(Duration.ofSeconds(1));
    world.send("+");
    world.send("++");
    world.loop.advance(Duration.ofMillis(999));
    assertThat(world.printed()).isEmpty();
    world.loop.advance(Duration.ofMillis(1));
    assertThat(world.printed()).isEqualTo(OK);
    world.expect("AT\r", OK);
    world.expect("ATO\r", CONNECT);
    world.send("more");
    assertThat(peer.got).containsExactly("(parted)", "more");
  }

  @Test
  void plusesWithoutSilenceAreData() {
    world.send("a");
    world.send("+++");
    world.loop.advance(Duration.ofSeconds(2));
    world.send("+++b");
    world.loop.advance(Duration.ofSeconds(2));
    world.send("++");
    world.loop.advance(Duration.ofSeconds(2));
    assertThat(peer.got).containsExactly("a", "+++", "+++b", "++");
    assertThat(world.printed()).isEmpty();
  }

  @Test
  void farEndThatCloses() {
    peer.hosts.getFirst().ended();
    assertThat(world.printed()).isEqualTo("\r\nNO CARRIER\r\n");
    world.expect("AT\r", OK);
    world.expect("ATO\r", "\r\nNO CARRIER\r\n");
  }

  @Test
  void codesWaitUntilTheHostIsBack() {
    world.port.send("+URC: 1");
    assertThat(world.printed()).isEmpty();
    peer.hosts.getFirst().ended();
    assertThat(world.printed()).isEqualTo("\r\nNO CARRIER\r\n\r\n+URC: 1\r\n");
  }

  @Test
  void hostThatLeavesPartsFromTheConnection() {
    world.port.hostGone();
    assertThat(peer.got).containsExactly("(parted)");
    world.expect("AT\r", OK);
  }

  @Test
  void lateBytesOfAConnectionThatEndedAreNotPrinted() {
    peer.hosts.getFirst().ended();
    world.printed();
    peer.hosts.getFirst().write(new byte[] {'x'});
    peer.hosts.getFirst().ended();
    assertThat(world.printed()).isEmpty();
  }
}
