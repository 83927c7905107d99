package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the MQTT port does with peers that do not keep to the protocol: the code of a CONNACK or a
/// close, a line in the log, a counter, and everyone else is served.
@ExtendWith(SharedPlatform.class)
class BadMqttTest {
  private static final String STRANGER = "127.0.0.4";
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static PlatformProcess platform;
  private static Onlooker onlooker;
  private static Api.Product product;

  @BeforeAll
  static void makeDevices(PlatformProcess shared) throws IOException {
    platform = shared;
    onlooker = new Onlooker(shared, "bad mqtt");
    product = shared.api().mqtt("bad mqtt");
  }

  @AfterAll
  static void close() throws IOException {
    onlooker.close();
  }

  private static Api.Device device() throws IOException {
    return platform.api().device(product, false, "bad" + NUMBERS.incrementAndGet());
  }

  private static RawStream stranger() throws IOException {
    return RawStream.openFrom(STRANGER, platform.port("mqtt"));
  }

  /// Sends bytes on a fresh connection.
  ///
  /// @return what came before the close
  private static byte[] answerTo(byte[] bytes) throws IOException {
    onlooker.look();
    try (RawStream stream = stranger()) {
      stream.send(bytes);
      byte[] answer = stream.untilClosed();
      onlooker.sawRefusalOf(STRANGER + ":" + stream.localPort());
      return answer;
    }
  }

  /// Sends bytes after a good CONNECT and a good report, which must be stored and acknowledged; the
  /// connection must then end without a word.
  private static void closedAfterConnect(byte[] bytes) throws IOException {
    Api.Device device = device();
    onlooker.look();
    try (RawStream stream = stranger()) {
      stream.send(RawMqtt.connect(device));
      assertThat(stream.read(4)).containsExactly(0x20, 2, 0, 0);
      stream.send(RawMqtt.publish(1, "t", "{\"good\":1}"));
      assertThat(stream.read(4)).containsExactly(0x40, 2, 0, 1);
      stream.send(bytes);
      assertThat(stream.untilClosed()).isEmpty();
      onlooker.sawRefusalOf(device.id());
    }
    Eventually.holds(
        () -> assertThat(platform.api().reports(device)).containsExactly("{\"good\":1}"));
  }

  @Test
  void firstPacketThatIsNoConnectCloses() throws IOException {
    assertThat(answerTo(RawMqtt.publish(1, "t", "{}"))).isEmpty();
  }

  @Test
  void wordsOfAnotherProtocolClose() throws IOException {
    assertThat(answerTo(new Frame().text("GET / HTTP/1.1\r\nHost: a\r\n\r\n").bytes())).isEmpty();
  }

  @Test
  void unknownProtocolLevelIsRefusedWithOne() throws IOException {
    Api.Device device = device();
    assertThat(answerTo(RawMqtt.connect(99, device.id(), device.token())))
        .containsExactly(0x20, 2, 0, 1);
  }

  /// MQTT 3.1.1, 3.1.2.1: the server may answer or just close.
  @Test
  void wrongProtocolNameCloses() throws IOException {
    Frame body = new Frame().counted("MOTT").then(4, 0b1100_0010).number(60);
    byte[] connect = RawMqtt.packet(RawMqtt.CONNECT, body.counted("a").counted("b").counted("c"));
    assertThat(answerTo(connect)).isIn(new byte[] {}, new byte[] {0x20, 2, 0, 1});
  }

  @Test
  void wrongPasswordIsRefusedWithFour() throws IOException {
    Api.Device device = device();
    assertThat(answerTo(RawMqtt.connect(4, device.id(), "not" + device.token())))
        .containsExactly(0x20, 2, 0, 4);
  }

  @Test
  void unknownDeviceIsRefused() throws IOException {
    byte[] answer = answerTo(RawMqtt.connect(4, "99999999nobody", "x"));
    assertThat(answer).startsWith(0x20, 2, 0).hasSize(4);
    assertThat((int) answer[3]).isIn(2, 4, 5);
  }

  @Test
  void deviceOfAnotherProtocolIsRefused() throws IOException {
    Api api = platform.api();
    Api.Device device = api.device(api.tcp("bad mqtt tcp"), false, "other");
    byte[] answer = answerTo(RawMqtt.connect(device));
    assertThat(answer).startsWith(0x20, 2, 0).hasSize(4);
    assertThat((int) answer[3]).isIn(2, 4, 5);
  }

  @Test
  void missingPasswordIsRefused() throws IOException {
    Frame body = new Frame().counted("MQTT").then(4, 0b0000_0010).number(60);
    byte[] answer = answerTo(RawMqtt.packet(RawMqtt.CONNECT, body.counted(device().id())));
    assertThat(answer).startsWith(0x20, 2, 0).hasSize(4);
    assertThat((int) answer[3]).isIn(4, 5);
  }

  @Test
  void remainingLengthOfFiveBytesCloses() throws IOException {
    assertThat(answerTo(Frame.of(0x10, 0xff, 0xff, 0xff, 0xff, 0x7f).bytes())).isEmpty();
  }

  @Test
  void packetOfAQuarterGigabyteCloses() throws IOException {
    closedAfterConnect(Frame.of(0x32, 0xff, 0xff, 0xff, 0x7f).counted("t").number(2).bytes());
  }

  /// A length inside the packet that reaches past its end is refused, not waited on.
  @Test
  void clientIdThatReachesPastTheEndOfConnectCloses() throws IOException {
    Frame body =
        new Frame().counted("MQTT").then(4, 0b1100_0010).number(60).number(255).text("abc");
    assertThat(answerTo(RawMqtt.packet(RawMqtt.CONNECT, body))).isEmpty();
  }

  @Test
  void publishWithoutItsPacketIdCloses() throws IOException {
    closedAfterConnect(RawMqtt.packet(0x32, new Frame().counted("t")));
  }

  @Test
  void topicThatReachesPastTheEndOfPublishCloses() throws IOException {
    closedAfterConnect(RawMqtt.packet(0x32, new Frame().number(99).text("t")));
  }

  @Test
  void reservedFlagOfConnectCloses() throws IOException {
    Frame body = new Frame().counted("MQTT").then(4, 0b1100_0011).number(60);
    byte[] connect = RawMqtt.packet(RawMqtt.CONNECT, body.counted("a").counted("b").counted("c"));
    assertThat(answerTo(connect)).isEmpty();
  }

  @Test
  void secondConnectCloses() throws IOException {
    closedAfterConnect(RawMqtt.connect(4, "99999999nobody", "x"));
  }

  @Test
  void publishWithQosThreeCloses() throws IOException {
    closedAfterConnect(RawMqtt.packet(0x36, new Frame().counted("t").number(2).text("{}")));
  }

  @Test
  void publishToAWildcardCloses() throws IOException {
    closedAfterConnect(RawMqtt.publish(2, "all/#", "{}"));
  }

  @Test
  void publishWithPacketIdZeroCloses() throws IOException {
    closedAfterConnect(RawMqtt.publish(0, "t", "{}"));
  }

  @Test
  void subscribeWithWrongFlagsCloses() throws IOException {
    closedAfterConnect(RawMqtt.packet(0x80, new Frame().number(2).counted("t").then(1)));
  }

  @Test
  void subscribeWithoutTopicCloses() throws IOException {
    closedAfterConnect(RawMqtt.packet(RawMqtt.SUBSCRIBE, new Frame().number(2)));
  }

  @Test
  void packetOfThePlatformCloses() throws IOException {
    closedAfterConnect(Frame.of(0x20, 2, 0, 0).bytes());
  }

  @Test
  void reservedPacketTypeCloses() throws IOException {
    closedAfterConnect(Frame.of(0xf0, 0).bytes());
  }
}
