package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the TCP port does with peers that do not keep to the protocol: it closes, says why in the
/// log, counts it, and serves everyone else.
@ExtendWith(SharedPlatform.class)
class BadTcpTest {
  private static final String STRANGER = "127.0.0.3";
  private static final int FLOOD_LIMIT = 30;
  private static final int SUSPECT_STRANGERS = 4;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static PlatformProcess platform;
  private static Onlooker onlooker;
  private static Api.Product product;

  @BeforeAll
  static void makeDevices(PlatformProcess shared) throws IOException {
    platform = shared;
    onlooker = new Onlooker(shared, "bad tcp");
    product = shared.api().tcp("bad tcp");
  }

  @AfterAll
  static void close() throws IOException {
    onlooker.close();
  }

  private static RawStream stranger() throws IOException {
    return RawStream.openFrom(STRANGER, platform.port("tcp"));
  }

  /// Sends bytes before any login; the connection must end without a word.
  private static void closedWithoutAWord(byte[] bytes) throws IOException {
    onlooker.look();
    try (RawStream stream = stranger()) {
      stream.send(bytes);
      assertThat(stream.untilClosed()).isEmpty();
      onlooker.sawRefusalOf(STRANGER + ":" + stream.localPort());
    }
  }

  /// Sends bytes after a good login; the connection must end without a word.
  private static void closedAfterLogin(byte[] bytes) throws IOException {
    Api.Device device = platform.api().device(product, false, "bad" + NUMBERS.incrementAndGet());
    onlooker.look();
    try (RawStream stream = stranger()) {
      stream.send(Frame.of().then(RawTcp.login(device)).bytes());
      assertThat(stream.read(3)).containsExactly(5, 0, 0);
      stream.send(Frame.of().then(RawTcp.data("good")).then(bytes).bytes());
      assertThat(stream.untilClosed()).isEmpty();
      onlooker.sawRefusalOf(device.id());
    }
    Eventually.holds(() -> assertThat(platform.api().reports(device)).containsExactly("good"));
  }

  private static void refusedWith(int result, byte[] login) throws IOException {
    onlooker.look();
    try (RawStream stream = stranger()) {
      stream.send(login);
      assertThat(stream.untilClosed()).startsWith(5, 0, result).hasSize(3);
      onlooker.sawRefusalOf(STRANGER + ":" + stream.localPort());
    }
  }

  @Test
  void unknownFirstByteCloses() throws IOException {
    closedWithoutAWord(Frame.of(0x47).text("ET / HTTP/1.1\r\n\r\n").bytes());
  }

  @Test
  void dataBeforeLoginCloses() throws IOException {
    closedWithoutAWord(RawTcp.data("too early"));
  }

  @Test
  void heartbeatBeforeLoginCloses() throws IOException {
    closedWithoutAWord(Frame.of(0x04).bytes());
  }

  @Test
  void impossibleLengthInALoginCloses() throws IOException {
    closedWithoutAWord(Frame.of(0x01).number(0xffff).text("a").bytes());
  }

  @Test
  void unknownFirstByteAfterLoginClosesAndKeepsWhatCameBefore() throws IOException {
    closedAfterLogin(Frame.of(0x09, 0x00).bytes());
  }

  @Test
  void frameOfThePlatformClosesAndKeepsWhatCameBefore() throws IOException {
    closedAfterLogin(Frame.of(0x05, 0x00, 0x00).bytes());
  }

  @Test
  void secondLoginOnAConnectionClosesAndKeepsWhatCameBefore() throws IOException {
    closedAfterLogin(RawTcp.login("12345678x", "y", "1.0"));
  }

  @Test
  void unknownDeviceIsRefusedWithTwo() throws IOException {
    refusedWith(2, RawTcp.login("99999999nobody", "x", "1.0"));
  }

  @Test
  void wrongPasswordIsRefusedWithThree() throws IOException {
    Api.Device device = platform.api().device(product, false, "wrongpassword");
    refusedWith(3, RawTcp.login(device.id(), "not" + device.token(), "1.0"));
  }

  @Test
  void unknownVersionIsRefusedWithOne() throws IOException {
    Api.Device device = platform.api().device(product, false, "wrongversion");
    refusedWith(1, RawTcp.login(device.id(), device.token(), "9.9"));
  }

  @Test
  void deviceOfAnotherProtocolIsRefusedWithTwo() throws IOException {
    Api api = platform.api();
    Api.Device device = api.device(api.mqtt("bad tcp mqtt"), false, "other");
    refusedWith(2, RawTcp.login(device));
  }

  @Test
  void secondLoginOfAConnectedDeviceIsRefusedWithFour() throws IOException {
    Api.Device device = platform.api().device(product, false, "twice");
    try (RawTcp first = RawTcp.open(platform)) {
      assertThat(first.logIn(device)).isZero();
      refusedWith(4, RawTcp.login(device));
      first.report("the older one stays");
      first.acknowledged();
    }
  }

  @Test
  void loginSplitAtEveryByteIsUnderstood() throws IOException {
    Api.Device device = platform.api().device(product, false, "slow");
    try (RawStream stream = stranger()) {
      for (byte one : RawTcp.login(device)) {
        stream.send(new byte[] {one});
      }
      assertThat(stream.read(3)).containsExactly(5, 0, 0);
    }
  }

  @Test
  void addressThatOnlyConnectsAndLeavesHoldsFewConnectionsButLetsTheRightDeviceIn()
      throws IOException {
    Api.Device device = platform.api().device(product, false, "flood");
    onlooker.look();
    for (int i = 0; i <= FLOOD_LIMIT; i++) {
      RawStream.openFrom("127.0.0.9", platform.port("tcp")).close();
    }
    onlooker.sawRefusalOf("127.0.0.9");
    Deque<RawStream> silent = new ArrayDeque<>();
    try {
      for (int i = 0; i <= SUSPECT_STRANGERS; i++) {
        silent.add(RawStream.openFrom("127.0.0.9", platform.port("tcp")));
      }
      assertThatThrownBy(() -> silent.getFirst().read(1)).isInstanceOf(IOException.class);
      try (RawStream stream = RawStream.openFrom("127.0.0.9", platform.port("tcp"))) {
        stream.send(RawTcp.login(device));
        assertThat(stream.read(3)).containsExactly(5, 0, 0);
      }
    } finally {
      for (RawStream stream : silent) {
        stream.close();
      }
    }
  }
}
