package io.openaep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
  @Test
  void readsFieldsInNetworkOrder() throws DecodeException {
    ByteReader in = ByteReader.of(Bytes.hex("fe1f41000568656c6c6f00ff"));

    assertThat(in.u8("type")).isEqualTo(0xfe);
    assertThat(in.u16("service id")).isEqualTo(8001);
    assertThat(in.text(in.u16("length"), "name")).isEqualTo("hello");
    assertThat(in.bytes(2, "rest")).isEqualTo(Bytes.hex("00ff"));
    assertThat(in.remaining()).isZero();
    in.end("frame");
  }

  @Test
  void missingBytesAreRefusedWithTheNameOfTheField() {
    assertThatThrownBy(() -> ByteReader.of(Bytes.hex("01")).u16("length"))
        .isInstanceOf(DecodeException.class)
        .hasMessage("length needs 2 bytes, 1 are there");
    assertThatThrownBy(() -> ByteReader.of(Bytes.EMPTY).u8("type"))
        .isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> ByteReader.of(Bytes.hex("0102")).bytes(3, "data"))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void bytesBeyondTheSpanAreOutOfReach() throws DecodeException {
    ByteReader in = ByteReader.of(Bytes.hex("01020304").toArray(), 1, 3);

    assertThat(in.u16("value")).isEqualTo(0x0203);
    assertThatThrownBy(() -> in.u8("more")).isInstanceOf(DecodeException.class);
  }

  @Test
  void malformedTextIsRefusedNotReplaced() {
    assertThatThrownBy(() -> ByteReader.of(Bytes.hex("61c328")).text(3, "name"))
        .isInstanceOf(DecodeException.class)
        .hasMessage("name is not UTF-8");
  }

  @Test
  void bytesTooManyAreRefused() {
    assertThatThrownBy(() -> ByteReader.of(Bytes.hex("0102")).end("login"))
        .isInstanceOf(DecodeException.class)
        .hasMessage("2 bytes too many after login");
  }

  @Test
  void negativeSizeIsTheCallersMistake() {
    assertThatThrownBy(() -> ByteReader.of(Bytes.hex("01")).bytes(-1, "data"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void whatTheWriterWroteTheReaderReads(
      @ForAll @IntRange(max = 0xff) int small,
      @ForAll @IntRange(max = 0xffff) int large,
      @ForAll byte[] data)
      throws DecodeException {
    Bytes written =
        new ByteWriter(0).u8(small).u16(large).sized(Bytes.copyOf(data)).sized("水表").toBytes();
    ByteReader in = ByteReader.of(written);

    assertThat(in.u8("small")).isEqualTo(small);
    assertThat(in.u16("large")).isEqualTo(large);
    assertThat(in.bytes(in.u16("length"), "data").toArray()).isEqualTo(data);
    assertThat(in.u16("length")).isEqualTo("水表".getBytes(StandardCharsets.UTF_8).length);
    assertThat(in.text(in.remaining(), "text")).isEqualTo("水表");
  }

  @Test
  void writerRefusesWhatDoesNotFit() {
    ByteWriter out = new ByteWriter(4);

    assertThatThrownBy(() -> out.u8(256)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> out.u8(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> out.u16(65_536)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> out.sized(Bytes.wrap(new byte[65_536])))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
