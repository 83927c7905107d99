package io.openaep.devices.module.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.link.TcpPeer;
import io.openaep.devices.link.TlsPeer;
import io.openaep.devices.module.Expecting;
import io.openaep.devices.module.ModuleWorld;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttCommandsTest {
  /// CONNACK, accepted.
  private static final String ACCEPTED = "20020000";

  private final TcpPeer broker = new TcpPeer("127.0.0.1");
  private final ModuleWorld world = ModuleWorld.registered();
  private final Expecting expect = new Expecting(world);

  @AfterEach
  void close() {
    world.module.close();
    world.loop.settle();
    broker.close();
  }

  private void open() {
    expect.after("AT+QMTOPEN=0,\"127.0.0.1\"," + broker.port(), "OK", "+QMTOPEN: 0,0");
    broker.accept();
  }

  /// What the device sends next, while its loop turns.
  private String take(int bytes) {
    Thread turning = turn();
    try {
      return broker.take(bytes).toHex();
    } finally {
      turning.interrupt();
      join(turning);
    }
  }

  /// Paho's threads hand their bytes to the loop, which in a test only turns when it is told to.
  private Thread turn() {
    return Thread.ofPlatform()
        .start(() -> {
          while (!Thread.currentThread().isInterrupted()) {
            world.loop.settle();
            Thread.onSpinWait();
          }
        });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void give(String hex) {
    broker.give(Bytes.hex(hex));
  }

  private static String hex(String text) {
    return Bytes.utf8(text).toHex();
  }

  private void connected() {
    expect.ok("AT+QMTCFG=\"version\",0,4", "AT+QMTCFG=\"keepalive\",0,0");
    open();
    world.sendRaw("AT+QMTCONN=0,\"d\"\r\n");
    take(15);
    give(ACCEPTED);
    expect.lines("OK", "+QMTCONN: 0,0,0");
  }

  @Test
  void guideCourse() {
    expect.ok(
        "AT+QMTCFG=\"version\",0,4",
        "AT+QMTCFG=\"will\",0,0",
        "AT+QMTCFG=\"session\",0,0",
        "AT+QMTCFG=\"SSL\",0,0",
        "AT+QMTCFG=\"keepalive\",0,3600");
    open();
    world.sendRaw("AT+QMTCONN=0,\"dev\",\"user\",\"pw\"\r\n");
    assertThat(take(27))
        .isEqualTo(
            "1019"
                + "0004"
                + hex("MQTT")
                + "04"
                + "c0"
                + "0e10"
                + "0003"
                + hex("dev")
                + "0004"
                + hex("user")
                + "0002"
                + hex("pw"));
    give(ACCEPTED);
    expect.lines("OK", "+QMTCONN: 0,0,0");
    expect.after("AT+QMTCONN?", "+QMTCONN: 0,3", "OK");
    world.sendRaw("AT+QMTSUB=0,1,\"topic/event\",0\r\n");
    String subscribe = take(18);
    assertThat(subscribe).startsWith("8210").endsWith("000b" + hex("topic/event") + "00");
    give("9003" + subscribe.substring(4, 8) + "00");
    expect.lines("OK", "+QMTSUB: 0,1,0,0");
    world.sendRaw("AT+QMTPUBEX=0,0,0,0,\"topic/data\",23\r\n");
    assertThat(world.raw()).isEqualTo("\r\n> ");
    world.sendRaw("{\"temp\":22.5,\"humi\":78}");
    assertThat(take(37))
        .isEqualTo("3023" + "000a" + hex("topic/data") + hex("{\"temp\":22.5,\"humi\":78}"));
    expect.lines("OK", "+QMTPUBEX: 0,0,0");
    expect.after("AT+QMTCLOSE=0", "OK", "+QMTCLOSE: 0,0");
    assertThat(broker.ended()).as("no DISCONNECT").isTrue();
    expect.after("AT+QMTCLOSE=0", "ERROR");
  }

  @Test
  void mqtt31IsTheDefaultAndSaysSo() {
    expect.ok("AT+QMTCFG=\"will\",0,1,1,1,\"w/t\",\"gone\"");
    open();
    world.sendRaw("AT+QMTCONN=0,\"d\"\r\n");
    assertThat(take(28))
        .isEqualTo(
            "101a"
                + "0006"
                + hex("MQIsdp")
                + "03"
                + "2e"
                + "0078"
                + "0001"
                + hex("d")
                + "0003"
                + hex("w/t")
                + "0004"
                + hex("gone"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void refusalIsTheThirdNumberAndThenTheServerHangsUp(int code) {
    open();
    world.sendRaw("AT+QMTCONN=0,\"d\"\r\n");
    take(17);
    give("2002000" + code);
    broker.hangUp();
    expect.lines("OK", "+QMTCONN: 0,0," + code, "+QMTSTAT: 0,1");
    expect.after("AT+QMTCONN=0,\"d\"", "ERROR");
  }

  @Test
  void silentServerFailsTheLogin() {
    expect.ok("AT+QMTCFG=\"timeout\",0,5,1,0");
    open();
    world.sendRaw("AT+QMTCONN=0,\"d\"\r\n");
    take(17);
    expect.lines("OK");
    expect.pass(Duration.ofSeconds(9));
    expect.nothing();
    expect.pass(Duration.ofSeconds(1));
    expect.lines("+QMTCONN: 0,2", "+QMTSTAT: 0,4");
    assertThat(broker.ended()).isTrue();
  }

  @Test
  void publishWaitsForItsAcknowledgement() {
    connected();
    world.sendRaw("AT+QMTPUB=0,7,1,0,\"t\"\r\nhi\u001a");
    String publish = take(9);
    assertThat(publish).startsWith("3207" + "0001" + hex("t")).endsWith(hex("hi"));
    expect.lines("> ", "OK");
    give("4002" + publish.substring(10, 14));
    expect.lines("+QMTPUB: 0,7,0");
    world.sendRaw("AT+QMTPUBEX=0,8,2,1,\"t\",\"x\"\r\n");
    publish = take(8);
    assertThat(publish).startsWith("3506" + "0001" + hex("t"));
    String id = publish.substring(10, 14);
    give("5002" + id);
    assertThat(take(4)).isEqualTo("6202" + id);
    give("7002" + id);
    expect.lines("OK", "+QMTPUBEX: 0,8,0");
  }

  @Test
  void unacknowledgedPublishFails() {
    connected();
    world.sendRaw("AT+QMTPUB=0,7,1,0,\"t\",\"hi\"\r\n");
    take(9);
    expect.lines("OK");
    expect.pass(Duration.ofSeconds(20));
    expect.lines("+QMTPUB: 0,7,2");
  }

  @Test
  void refusedSubscriptionAndItsEnd() {
    connected();
    world.sendRaw("AT+QMTSUB=0,0,\"a\",1,\"b\",2\r\n");
    String id = take(12).substring(4, 8);
    give("9004" + id + "0180");
    expect.lines("OK", "+QMTSUB: 0,0,0,1,128");
    world.sendRaw("AT+QMTUNS=0,2,\"a\"\r\n");
    String unsubscribe = take(7);
    assertThat(unsubscribe).startsWith("a205");
    give("b002" + unsubscribe.substring(4, 8));
    expect.lines("OK", "+QMTUNS: 0,2,0");
  }

  @Test
  void messagesArePrintedOrStored() {
    connected();
    give("3006" + "0001" + hex("t") + hex("hey"));
    expect.lines("+QMTRECV: 0,0,\"t\",\"hey\"");
    give("3207" + "0001" + hex("t") + "0102" + hex("yo"));
    expect.lines("+QMTRECV: 0,258,\"t\",\"yo\"");
    assertThat(take(4)).as("PUBACK").isEqualTo("40020102");
    expect.ok("AT+QMTCFG=\"recv/mode\",0,0,1", "AT+QMTCFG=\"dataformat\",0,0,1");
    give("3005" + "0001" + hex("t") + "00ff");
    expect.lines("+QMTRECV: 0,0,\"t\",2,\"00ff\"");
    expect.ok("AT+QMTCFG=recv/mode,0,1,0", "AT+QMTCFG=\"dataformat\",0,0,0");
    for (int place = 0; place < 5; place++) {
      give("3004" + "0001" + hex("t") + hex("" + place));
      expect.lines("+QMTRECV: 0," + place);
    }
    give("3206" + "0001" + hex("t") + "0103" + hex("5"));
    assertThat(take(4)).as("no place, and acknowledged all the same").isEqualTo("40020103");
    expect.after("AT+QMTRECV?", "+QMTRECV: 0,1,1,1,1,1", "OK");
    expect.after("AT+QMTRECV=0,3", "+QMTRECV: 0,0,\"t\",\"3\"", "OK");
    expect.after("AT+QMTRECV=0,3", "ERROR");
    assertThat(world.send("AT+QMTRECV=0")).hasSize(5).endsWith("+QMTRECV: 0,0,\"t\",\"4\"", "OK");
  }

  @Test
  void takeoverIsTold() {
    connected();
    broker.hangUp();
    expect.lines("+QMTSTAT: 0,1");
    expect.after("AT+QMTPUBEX=0,0,0,0,\"t\",3", "ERROR");
    expect.after("AT+QMTOPEN?", "OK");
  }

  @Test
  void serverThatHangsUpBeforeTheLoginIsTold() {
    open();
    broker.hangUp();
    expect.lines("+QMTSTAT: 0,1");
  }

  @Test
  void junkFromTheServerEndsTheConnection() {
    connected();
    give("ffffffffffff");
    expect.lines("+QMTSTAT: 0,8");
    assertThat(broker.ended()).isTrue();
  }

  @Test
  void disconnectSaysGoodbye() {
    connected();
    world.sendRaw("AT+QMTDISC=0\r\n");
    assertThat(take(2)).isEqualTo("e000");
    expect.lines("OK", "+QMTDISC: 0,0");
    assertThat(broker.ended()).isTrue();
    expect.after("AT+QMTDISC=0", "ERROR");
  }

  @Test
  void openingsFailWithTheirReason() {
    int gone;
    try (TcpPeer closed = new TcpPeer("127.0.0.1")) {
      gone = closed.port();
    }
    expect.after("AT+QMTOPEN=1,\"127.0.0.1\"," + gone, "OK", "+QMTOPEN: 1,-1");
    expect.after("AT+QMTOPEN=1,\"no-such-host.invalid\",1883", "OK", "+QMTOPEN: 1,4");
    open();
    expect.after("AT+QMTOPEN=0,\"127.0.0.1\",1", "OK", "+QMTOPEN: 0,2");
    expect.after("AT+QMTOPEN?", "+QMTOPEN: 0,\"127.0.0.1\"," + broker.port(), "OK");
    expect.after("AT+QMTCONN?", "+QMTCONN: 0,1", "OK");
    for (String wrong : List.of("6,\"h\",1", "1,\"h\",0", "1,\"\",1", "1,\"h\"")) {
      expect.after("AT+QMTOPEN=" + wrong, "ERROR");
    }
    expect.after("AT+QMTSUB=0,1,\"t\",0", "ERROR");
    world.sendRaw("AT+CFUN=4\r\n");
    expect.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).contains("+QMTSTAT: 0,1");
    expect.after("AT+QMTOPEN=0,\"127.0.0.1\"," + broker.port(), "OK", "+QMTOPEN: 0,3");
  }

  @Test
  void optionsAreListedSetAndChecked() {
    expect.after("AT+QMTCFG=\"version\",0", "+QMTCFG: \"version\",3", "OK");
    expect.after("AT+QMTCFG=\"timeout\",5", "+QMTCFG: \"timeout\",5,3,0", "OK");
    expect.ok(
        "AT+QMTCFG=\"will\",1,1,1,0,\"t\",\"m\"", "AT+QMTCFG=\"aliauth\",0,\"a\",\"b\",\"c\"");
    expect.after("AT+QMTCFG=\"WILL\",1", "+QMTCFG: \"will\",1,1,0,\"t\",\"m\"", "OK");
    expect.after("AT+QMTCFG=\"aliauth\",0", "+QMTCFG: \"aliauth\",\"a\",\"b\",\"c\"", "OK");
    world.sendRaw("AT+QMTCFG=\"willex\",2,1,0,0,\"t\",3\r\nabc");
    expect.lines("> ", "OK");
    expect.after("AT+QMTCFG=\"will\",2", "+QMTCFG: \"will\",1,0,0,\"t\",\"abc\"", "OK");
    for (String wrong :
        List.of(
            "\"version\",0,5",
            "\"version\",6,4",
            "\"keepalive\",0,3601",
            "\"nothing\",0",
            "\"will\",0,1,1,0,\"a/#\",\"m\"",
            "\"timeout\",0,61")) {
      expect.after("AT+QMTCFG=" + wrong, "ERROR");
    }
    assertThat(world.send("AT+QMTCFG=?")).hasSize(15).contains("+QMTCFG: \"session\",(0-5),(0,1)");
  }

  @Test
  void payloadLimitsAndHexadecimalPrompt() {
    connected();
    world.sendRaw("AT+QMTPUBEX=0,0,0,0,\"t\",65537\r\n");
    expect.lines("+CME ERROR: 601");
    expect.ok("AT+QMTCFG=\"dataformat\",0,1,0");
    world.sendRaw("AT+QMTPUBEX=0,0,0,0,\"t\",2\r\n00ff");
    assertThat(take(7)).isEqualTo("3005" + "0001" + hex("t") + "00ff");
    expect.lines("> ", "OK", "+QMTPUBEX: 0,0,0");
    for (String wrong :
        List.of("0,0,3,0,\"t\",1", "0,0,0,2,\"t\",1", "0,0,0,0,\"t\"", "0,0,0,0,\"t\",0")) {
      expect.after("AT+QMTPUBEX=" + wrong, "ERROR");
    }
    world.sendRaw("AT+QMTPUBEX=0,0,0,0,\"a/#\",\"00\"\r\n");
    expect.lines("OK", "+QMTPUBEX: 0,0,2");
  }

  @Test
  void tlsContextSecuresTheConnection() throws Exception {
    expect.ok(
        "AT+QSSLCFG=\"sslversion\",2,4",
        "AT+QSSLCFG=\"ciphersuite\",2,0XFFFF",
        "AT+QSSLCFG=\"seclevel\",2,0",
        "AT+QMTCFG=\"ssl\",0,1,2");
    expect.after("AT+QMTCFG=\"SSL\",0", "+QMTCFG: \"ssl\",1,2", "OK");
    expect.after("AT+QSSLCFG=\"seclevel\",2", "+QSSLCFG: \"seclevel\",2,0", "OK");
    for (String refused :
        List.of("\"seclevel\",2,1", "\"cacert\",2,\"UFS:ca.pem\"", "\"sslversion\",2,1")) {
      expect.after("AT+QSSLCFG=" + refused, "ERROR");
    }
    try (TlsPeer secured = new TlsPeer()) {
      expect.after("AT+QMTOPEN=0,\"127.0.0.1\"," + secured.port(), "OK", "+QMTOPEN: 0,0");
    }
  }

  @Test
  void ipv6BrokerIsReachedToo() {
    try (TcpPeer six = new TcpPeer("::1")) {
      expect.after("AT+QMTOPEN=3,\"::1\"," + six.port(), "OK", "+QMTOPEN: 3,0");
    }
  }
}
