package io.openaep.wire.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TcpFrameGoldenTest {
  private static final Map<String, TcpFrame> MEANINGS =
      Map.ofEntries(
          Map.entry(
              "login",
              new TcpFrame.Login(
                  "15436586863318069987727", "ny6f1tSA41DQUVPD6P8g4iOk9zWNg5LGa9LIzPymuE8", "1.0")),
          Map.entry("login-succeeded", new TcpFrame.LoginAnswer(LoginResult.SUCCESS)),
          Map.entry("uplink", new TcpFrame.Uplink(Bytes.utf8("hello world"))),
          Map.entry("downlink", new TcpFrame.Downlink(Bytes.utf8("receivedmessage"))),
          Map.entry("heartbeat", new TcpFrame.Heartbeat()),
          Map.entry("heartbeat-answer", new TcpFrame.HeartbeatAnswer()),
          Map.entry("login-failed", new TcpFrame.LoginAnswer(LoginResult.UNKNOWN_ERROR)),
          Map.entry("login-unknown", new TcpFrame.LoginAnswer(LoginResult.NOT_REGISTERED)),
          Map.entry("login-refused", new TcpFrame.LoginAnswer(LoginResult.AUTHENTICATION_FAILED)),
          Map.entry("login-twice", new TcpFrame.LoginAnswer(LoginResult.ALREADY_LOGGED_IN)),
          Map.entry("uplink-empty", new TcpFrame.Uplink(Bytes.EMPTY)),
          Map.entry("downlink-one", new TcpFrame.Downlink(Bytes.hex("ff"))),
          Map.entry(
              "uplink-answer",
              new TcpFrame.UplinkAnswer(0x1234, TcpFrame.UplinkAnswer.MESSAGE_ERROR)),
          Map.entry("command-response", new TcpFrame.CommandResponse(Bytes.hex("000123290000"))));

  @Test
  void everyVectorHasAMeaningAndEveryMeaningAVector() {
    assertThat(GoldenFrames.read().keySet()).isEqualTo(MEANINGS.keySet());
  }

  @TestFactory
  Stream<DynamicTest> vectorDecodesToItsMeaning() {
    return eachVector((bytes, meaning) -> {
      TcpFrameDecoder decoder = new TcpFrameDecoder();
      decoder.feed(ByteBuffer.wrap(bytes.toArray()));
      assertThat(decoder.next()).contains(meaning);
      assertThat(decoder.buffered()).isZero();
    });
  }

  @TestFactory
  Stream<DynamicTest> meaningEncodesToItsVector() {
    return eachVector(
        (bytes, meaning) -> assertThat(TcpFrameEncoder.encode(meaning)).isEqualTo(bytes));
  }

  @TestFactory
  Stream<DynamicTest> vectorCutAtAnyByteDecodesToItsMeaning() {
    return eachVector((bytes, meaning) -> {
      for (int cut = 1; cut < bytes.size(); cut++) {
        TcpFrameDecoder decoder = new TcpFrameDecoder();
        decoder.feed(ByteBuffer.wrap(bytes.toArray(), 0, cut));
        assertThat(decoder.next()).as("before byte %d", cut).isEmpty();
        decoder.feed(ByteBuffer.wrap(bytes.toArray(), cut, bytes.size() - cut));
        assertThat(decoder.next()).as("cut at %d", cut).contains(meaning);
      }
    });
  }

  @FunctionalInterface
  private interface Check {
    void on(Bytes bytes, TcpFrame meaning) throws DecodeException;
  }

  private static Stream<DynamicTest> eachVector(Check check) {
    return GoldenFrames.read().entrySet().stream()
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.getKey(),
                () ->
                    check.on(
                        vector.getValue(), Objects.requireNonNull(MEANINGS.get(vector.getKey())))));
  }
}
