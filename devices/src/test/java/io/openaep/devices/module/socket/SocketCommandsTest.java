package io.openaep.devices.module.socket;

import static io.openaep.devices.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.link.TcpPeer;
import io.openaep.devices.link.UdpPeer;
import io.openaep.devices.module.Expecting;
import io.openaep.devices.module.ModuleWorld;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketCommandsTest {
  private final TcpPeer peer = new TcpPeer("127.0.0.1");
  private final ModuleWorld world = ModuleWorld.registered();
  private final Expecting expect = new Expecting(world);

  @AfterEach
  void close() {
    world.module.close();
    world.loop.settle();
    peer.close();
  }

  private String openLine(int id, String type, String host, int port, int mode) {
    return "AT+QIOPEN=0,%d,\"%s\",\"%s\",%d,0,%d".formatted(id, type, host, port, mode);
  }

  private void open(int mode) {
    expect.after(openLine(0, "TCP", "127.0.0.1", peer.port(), mode), "OK", "+QIOPEN: 0,0");
    peer.accept();
  }

  @Test
  void guideCourseOfTheTcpProtocol() {
    expect.ok("AT+QICFG=\"dataformat\",1,1");
    open(1);
    world.sendRaw("AT+QISEND=0,3\r\n");
    assertThat(world.raw()).isEqualTo("\r\n> ");
    world.sendRaw("010203");
    expect.lines("SEND OK");
    assertThat(peer.take(3).toHex()).isEqualTo("010203");
    peer.give(Bytes.hex("050000"));
    expect.lines("+QIURC: \"recv\",0,3", "050000");
    expect.after("AT+QISEND=0,14,\"02000b68656c6c6f20776f726c64\"", "OK", "SEND OK");
    assertThat(peer.take(14).toHex()).isEqualTo("02000b68656c6c6f20776f726c64");
    expect.after("AT+QISENDEX=0,04", "SEND OK");
    assertThat(peer.take(1).toHex()).isEqualTo("04");
    expect.after("AT+QICLOSE=0", "OK", "CLOSE OK");
    assertThat(peer.ended()).isTrue();
    expect.ok("AT+QICLOSE=0");
  }

  @Test
  void promptTakesTextUpToCtrlZAndCanBeCancelled() {
    open(1);
    world.sendRaw("AT+QISEND=0\r\n");
    world.sendRaw("hi\r\n\u001a");
    expect.lines("> ", "SEND OK");
    assertThat(peer.take(4).toUtf8()).isEqualTo("hi\r\n");
    world.sendRaw("AT+QISEND=0\r\nx\u001b");
    expect.lines("> ", "ERROR");
    expect.after("AT+QIGETERROR", "+QIGETERROR: 571, cancel send", "OK");
  }

  @Test
  void receivedDataFollowsViewModeAndDataFormat() {
    open(1);
    peer.give(Bytes.utf8("ab"));
    expect.lines("+QIURC: \"recv\",0,2", "ab");
    expect.ok("AT+QICFG=\"viewmode\",1");
    peer.give(Bytes.utf8("cd"));
    expect.lines("+QIURC: \"recv\",0,2,cd");
    expect.ok("AT+QICFG=\"dataformat\",0,1");
    peer.give(Bytes.hex("00ff"));
    expect.lines("+QIURC: \"recv\",0,2,00ff");
    expect.ok("AT+QICFG=\"viewmode\",0");
    peer.give(Bytes.hex("0d0a"));
    expect.lines("+QIURC: \"recv\",0,2", "0d0a");
  }

  @Test
  void bufferedDataIsToldOnceAndRead() {
    open(0);
    peer.give(Bytes.utf8("hello"));
    expect.lines("+QIURC: \"recv\",0");
    peer.give(Bytes.utf8(" world"));
    await()
        .until(() -> {
          expect.nothing();
          return world.send("AT+QIRD=0,0").contains("+QIRD: 11,0,11");
        });
    expect.after("AT+QIRD=0,4", "+QIRD: 4", "hell", "OK");
    expect.after("AT+QIRD=0,0", "+QIRD: 11,4,7", "OK");
    expect.after("AT+QIRD=0", "+QIRD: 7", "o world", "OK");
    expect.after("AT+QIRD=0", "+QIRD: 0", "OK");
    expect.ok("AT+QICFG=\"recvind\",1");
    peer.give(Bytes.utf8("more"));
    expect.lines("+QIURC: \"recv\",0,4");
    expect.after("AT+QISWTMD=0,1", "OK", "+QIURC: \"recv\",0,4", "more");
    expect.after("AT+QIRD=5", "ERROR");
  }

  @Test
  void peerThatHangsUpIsToldAndLeavesTheSocketToBeRead() {
    open(0);
    peer.give(Bytes.utf8("bye"));
    expect.lines("+QIURC: \"recv\",0");
    peer.hangUp();
    expect.lines("+QIURC: \"closed\",0");
    expect.after("AT+QISEND=0,1", "ERROR");
    expect.after("AT+QIRD=0", "+QIRD: 3", "bye", "OK");
    assertThat(world.send("AT+QISTATE=1,0").getFirst()).contains(",4,1,0,0,\"uart1\"");
    expect.after("AT+QICLOSE=0", "OK", "CLOSE OK");
    expect.ok("AT+QISTATE?", "AT+QICFG=\"passiveclosed\",1", "AT+QICFG=\"close/mode\",1");
    open(1);
    peer.hangUp();
    expect.lines("+QIURC: \"closed\",0");
    expect.ok("AT+QISTATE");
    open(1);
    expect.after("AT+QICLOSE=0", "OK", "+QIURC: \"closed\",0");
  }

  @Test
  void stateShowsTypeAddressPortsAndMode() {
    open(1);
    assertThat(world.send("AT+QISTATE=0,1"))
        .hasSize(2)
        .first()
        .asString()
        .matches("\\+QISTATE: 0,\"TCP\",\"127.0.0.1\"," + peer.port() + ",\\d+,2,1,0,1,\"uart1\"");
  }

  @Test
  void failedOpeningsTellWhy() throws IOException {
    int closed;
    try (TcpPeer gone = new TcpPeer("127.0.0.1")) {
      closed = gone.port();
    }
    expect.after(openLine(1, "TCP", "127.0.0.1", closed, 1), "OK", "+QIOPEN: 1,566");
    expect.after(openLine(1, "TCP", "no-such-host.invalid", 1, 1), "OK", "+QIOPEN: 1,565");
    expect.after("AT+QIGETERROR", "+QIGETERROR: 565, DNS parse failed", "OK");
    open(1);
    expect.after(openLine(0, "TCP", "127.0.0.1", peer.port(), 1), "OK", "+QIOPEN: 0,563");
    for (String wrong :
        List.of(
            "8,0,\"TCP\",\"h\",1",
            "1,12,\"TCP\",\"h\",1",
            "1,1,\"ICMP\",\"h\",1",
            "1,1,\"TCP\",\"h\",0",
            "1,1,\"TCP\",\"\",1",
            "1,1,\"TCP\",\"h\",1,0,3")) {
      expect.after("AT+QIOPEN=" + wrong, "ERROR");
    }
    world.sendRaw("AT+CFUN=4\r\n");
    expect.pass(Duration.ofSeconds(1));
    world.forget();
    assertThat(peer.ended()).isTrue();
    expect.after(openLine(2, "TCP", "127.0.0.1", peer.port(), 1), "OK", "+QIOPEN: 2,561");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0,1461",
        "0,3,\"ab\"",
        "0,2,\"abc\"",
        "1,1",
        "0,1,\"zz\",5,6",
        "0,-1",
        "0,2,a,b,c"
      })
  void wrongSendsAreErrorsWithoutPrompt(String values) {
    open(1);
    expect.after("AT+QISEND=" + values, "ERROR");
    assertThat(peer.silent()).isTrue();
  }

  @Test
  void hexadecimalSendsAreChecked() {
    open(1);
    for (String wrong : List.of("EX=0,0", "EX=0,zz", "HEX=0,2,ff", "EX=0," + "ab".repeat(513))) {
      expect.after("AT+QISEND" + wrong, "ERROR");
    }
    expect.after("AT+QISENDHEX=0,2,\"ffee\"", "SEND OK");
    expect.after("AT+QISENDHEX=0,\"dd\"", "SEND OK");
    assertThat(peer.take(3).toHex()).isEqualTo("ffeedd");
    expect.ok("AT+QICFG=\"sendinfo\",1");
    expect.after("AT+QISENDEX=0,01", "+QISEND: 0,0,10240", "OK");
    peer.take(1);
    await().until(() -> world.send("AT+QISEND=0,0").contains("+QISEND: 4,4,0"));
  }

  @Test
  void optionsAreListedSetAndChecked() {
    expect.after("AT+QICFG=\"dataformat\"", "+QICFG: \"dataformat\",0,0", "OK");
    expect.ok(
        "AT+QICFG=\"close/mode\",1;+QICFG=\"viewmode\",1;+QICFG=\"sendinfo\",1;"
            + "+QICFG=\"dataformat\",0,1");
    expect.after("AT+QICFG=\"DATAFORMAT\"", "+QICFG: \"dataformat\",0,1", "OK");
    expect.ok("AT+QICFG=\"tcp/retranscfg\",3,5", "AT+QISDE=0");
    expect.after("AT+QICFG=\"tcp/retranscfg\"", "+QICFG: \"tcp/retranscfg\",3,5", "OK");
    expect.after("AT+QISDE?", "+QISDE: 0", "OK");
    expect.after("AT+QICFG=\"qisend/timeout\"", "+QICFG: \"qisend/timeout\",5", "OK");
    expect.after("AT+QICFG=\"transpktsize\",1461", "ERROR");
    expect.after("AT+QICFG=\"unknown\"", "ERROR");
  }

  @Test
  void transparentModePassesBytesAndComesBack() {
    world.sendRaw(openLine(0, "TCP", "127.0.0.1", peer.port(), 2) + "\r");
    peer.accept();
    expect.lines("CONNECT");
    world.sendRaw("hello");
    expect.pass(Duration.ofMillis(200));
    assertThat(peer.take(5).toUtf8()).isEqualTo("hello");
    peer.give(Bytes.utf8("back"));
    expect.lines("back");
    expect.pass(Duration.ofSeconds(2));
    world.sendRaw("+++");
    expect.pass(Duration.ofSeconds(2));
    expect.lines("OK");
    peer.give(Bytes.utf8("later"));
    expect.lines("+QIURC: \"recv\",0");
    expect.after("ATO", "CONNECT", "later");
    peer.hangUp();
    expect.lines("NO CARRIER");
  }

  @Test
  void udpCarriesDatagramsOneByOne() throws IOException {
    try (UdpPeer udp = new UdpPeer("127.0.0.1")) {
      expect.after(openLine(3, "UDP", "127.0.0.1", udp.port(), 0), "OK", "+QIOPEN: 3,0");
      expect.after("AT+QISENDEX=3,0102", "SEND OK");
      assertThat(udp.take().toHex()).isEqualTo("0102");
      udp.give(Bytes.utf8("one"));
      expect.lines("+QIURC: \"recv\",3");
      udp.give(Bytes.utf8("two"));
      await().until(() -> world.send("AT+QIRD=3,0").contains("+QIRD: 6,0,6"));
      expect.after("AT+QIRD=3", "+QIRD: 3", "one", "OK");
      expect.after("AT+QIRD=3,2", "+QIRD: 2", "tw", "OK");
      expect.after("AT+QICLOSE=3", "OK", "CLOSE OK");
    }
  }

  @Test
  void udpServiceTalksToManyPeers() throws IOException {
    expect.after("AT+QIOPEN=1,2,\"UDP SERVICE\",\"127.0.0.1\",0,0,0", "OK", "+QIOPEN: 2,0");
    try (UdpPeer udp = new UdpPeer("127.0.0.1")) {
      expect.after("AT+QISEND=2,2", "ERROR");
      world.sendRaw("AT+QISEND=2,2,\"127.0.0.1\"," + udp.port() + "\r\n");
      world.sendRaw("hi");
      expect.lines("> ", "SEND OK");
      assertThat(udp.take().toUtf8()).isEqualTo("hi");
      udp.give(Bytes.utf8("yo"));
      expect.lines("+QIURC: \"recv\",2");
      expect.after("AT+QIRD=2", "+QIRD: 2,\"127.0.0.1\"," + udp.port(), "yo", "OK");
    }
  }

  @Test
  void listenerLetsConnectionsIn() throws IOException {
    expect.after("AT+QIOPEN=1,0,\"TCP LISTENER\",\"127.0.0.1\",0,0,1", "OK", "+QIOPEN: 0,0");
    String state = world.send("AT+QISTATE=1,0").getFirst();
    int port = Integer.parseInt(state.split(",", -1)[4]);
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      expect.lines("+QIURC: \"incoming\",1,0,\"127.0.0.1\"," + client.getLocalPort());
      client.getOutputStream().write("in".getBytes(UTF_8));
      expect.lines("+QIURC: \"recv\",1,2", "in");
      expect.after("AT+QICLOSE=0", "OK", "CLOSE OK");
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    expect.ok("AT+QISTATE?");
  }

  @Test
  void ipv6AddressIsReachedToo() {
    try (TcpPeer six = new TcpPeer("::1")) {
      expect.after(openLine(0, "TCP", "::1", six.port(), 1), "OK", "+QIOPEN: 0,0");
      six.accept();
      expect.after("AT+QISENDEX=0,06", "SEND OK");
      assertThat(six.take(1).toHex()).isEqualTo("06");
    }
  }

  @Test
  void deactivatedContextClosesItsSockets() {
    open(1);
    world.sendRaw("AT+QIDEACT=1\r\n");
    expect.pass(Duration.ofSeconds(1));
    world.forget();
    assertThat(peer.ended()).isTrue();
    expect.ok("AT+QISTATE");
  }
}
