package io.openaep.wire.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.wire.ByteWriter;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TcpFrameDecoderTest {
  private final TcpFrameDecoder decoder = new TcpFrameDecoder();

  @Test
  void framesThatCameTogetherComeOutOneByOne() throws DecodeException {
    feed("04 02000161 04");

    assertThat(decoder.next()).contains(new TcpFrame.Heartbeat());
    assertThat(decoder.next()).contains(new TcpFrame.Uplink(Bytes.utf8("a")));
    assertThat(decoder.next()).contains(new TcpFrame.Heartbeat());
    assertThat(decoder.next()).isEmpty();
  }

  @Test
  void framesStayWholeWhereTheBufferIsCompacted() throws DecodeException {
    ByteWriter stream = new ByteWriter(0);
    for (int number = 0; number < 200; number++) {
      stream.u8(2).u16(100).u16(number).bytes(Bytes.wrap(new byte[98]));
    }
    byte[] bytes = stream.toBytes().toArray();
    int number = 0;
    for (int at = 0; at < bytes.length; at += 70) {
      decoder.feed(ByteBuffer.wrap(bytes, at, Math.min(70, bytes.length - at)));
      for (var next = decoder.next(); next.isPresent(); next = decoder.next()) {
        Bytes expected =
            new ByteWriter(100).u16(number++).bytes(Bytes.wrap(new byte[98])).toBytes();
        assertThat(next).contains(new TcpFrame.Uplink(expected));
      }
    }
    assertThat(number).isEqualTo(200);
  }

  @Test
  void unknownFirstByteIsRefusedAtOnce() {
    feed("47");

    assertThatThrownBy(decoder::next)
        .isInstanceOf(DecodeException.class)
        .hasMessage("first byte 0x47 starts no frame");
  }

  @Test
  void framesBeforeTheBadByteStillComeOut() throws DecodeException {
    feed("0402000161ff");

    assertThat(decoder.next()).isPresent();
    assertThat(decoder.next()).isPresent();
    assertThatThrownBy(decoder::next).isInstanceOf(DecodeException.class);
  }

  @Test
  void brokenStreamStaysBroken() {
    feed("ff");
    assertThatThrownBy(decoder::next).isInstanceOf(DecodeException.class);
    feed("04");

    assertThatThrownBy(decoder::next)
        .isInstanceOf(DecodeException.class)
        .hasMessage("first byte 0xff starts no frame");
  }

  @Test
  void lengthBeyondTheLimitIsRefusedBeforeTheDataComes() {
    decoder.frameLimit(100);
    feed("020062");

    assertThatThrownBy(decoder::next)
        .isInstanceOf(DecodeException.class)
        .hasMessage("frame of at least 101 bytes, the limit is 100");
  }

  @Test
  void lengthAtTheLimitIsLetIn() throws DecodeException {
    decoder.frameLimit(100);
    feed("020061" + "00".repeat(97));

    assertThat(decoder.next()).contains(new TcpFrame.Uplink(Bytes.wrap(new byte[97])));
  }

  @Test
  void longestDataFrameFitsTheDefaultLimit() throws DecodeException {
    Bytes data = Bytes.wrap(new byte[65_535]);
    decoder.feed(ByteBuffer.wrap(TcpFrameEncoder.encode(new TcpFrame.Uplink(data)).unsafeArray()));

    assertThat(decoder.next()).contains(new TcpFrame.Uplink(data));
  }

  @Test
  void loginWhoseFieldsTogetherPassTheLimitIsRefused() {
    decoder.frameLimit(64);
    feed("01 0010" + "31".repeat(16) + "0010" + "32".repeat(16) + "0100");

    assertThatThrownBy(decoder::next)
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("the limit is 64");
  }

  @Test
  void limitCanBeRaisedBetweenTwoFrames() throws DecodeException {
    decoder.frameLimit(4);
    feed("02000161");
    assertThat(decoder.next()).isPresent();
    decoder.frameLimit(10);
    feed("0200056161616161");

    assertThat(decoder.next()).isPresent();
  }

  @Test
  void loginTextThatIsNotUtf8IsRefused() {
    feed("01 0001ff 0000 0000");

    assertThatThrownBy(decoder::next)
        .isInstanceOf(DecodeException.class)
        .hasMessage("login device id is not UTF-8");
  }

  @Test
  void unknownLoginResultIsRefused() {
    feed("050009");

    assertThatThrownBy(decoder::next)
        .isInstanceOf(DecodeException.class)
        .hasMessage("login result 9 is none of 0…4");
  }

  @Test
  void limitThatLetsNothingInIsTheCallersMistake() {
    assertThatThrownBy(() -> new TcpFrameDecoder(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void passwordIsNotPrinted() {
    assertThat(new TcpFrame.Login("1543658600001", "secret", "1.0").toString())
        .contains("1543658600001")
        .doesNotContain("secret");
  }

  @Test
  void frameThatCannotBeSentCannotBeMade() {
    Bytes tooMuch = Bytes.wrap(new byte[65_536]);

    assertThatThrownBy(() -> new TcpFrame.Uplink(tooMuch))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TcpFrame.Downlink(tooMuch))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TcpFrame.Login("水".repeat(21_846), "", "1.0"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TcpFrame.Login("\ud800", "", "1.0"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void feed(String hex) {
    decoder.feed(ByteBuffer.wrap(Bytes.hex(hex.replace(" ", "")).toArray()));
  }
}
