package io.openaep.platform.access.lwm2m.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.ObjectBody;
import io.openaep.platform.access.ObjectCodec;
import io.openaep.platform.access.ObjectCodec.Encoding;
import io.openaep.platform.access.ObjectPath;
import io.openaep.wire.Bytes;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectCodecTest {
  private final ObjectCodec encoder = new ObjectEncoder();

  /// The same value in every form; the hex is written by hand from the specifications.
  @ParameterizedTest
  @CsvSource({
    "0, 3835", // text
    "11542, c10955", // TLV: type c1 (resource, 8-bit id, length 1), id 9, value
    "1542, c10955",
    "11543, 7b22626e223a222f332f302f39222c2265223a5b7b2276223a38357d5d7d",
    "1543, 7b22626e223a222f332f302f39222c2265223a5b7b2276223a38357d5d7d",
    "110, 5b7b226e223a222f332f302f39222c2276223a38357d5d",
    "112, 81a200662f332f302f39021855",
  })
  void anIntegerIsReadFromEveryFormat(int format, String hex) {
    assertThat(ObjectDecoder.decode("/3/0/9", Optional.of(format), Bytes.hex(hex)).values())
        .isEqualTo(
            "[{\"path\":\"/3/0/9\",\"type\":\"integer\",\"value\":85,\"name\":\"Battery Level\"}]");
  }

  @Test
  void opaqueBytesAreHex() {
    assertThat(ObjectDecoder.decode("/19/0/0", Optional.of(42), Bytes.hex("00ff")).values())
        .isEqualTo(
            "[{\"path\":\"/19/0/0\",\"type\":\"opaque\",\"value\":\"00ff\",\"name\":\"Data\"}]");
  }

  /// After the example of LwM2M 1.0, 6.4.3.2.1: a string, two lists of integers, a time.
  @Test
  void aWholeInstanceIsRead() {
    Bytes tlv =
        Bytes.hex(
            "c800144f70656e204d6f62696c6520416c6c69616e6365"
                + "8606410001410105"
                + "88070842000ed842011388"
                + "c40d5182428f");
    ObjectBody body = ObjectDecoder.decode("/3/0", Optional.of(11_542), tlv);
    assertThat(body.problem()).isEmpty();
    assertThat(body.values())
        .contains(
            "\"path\":\"/3/0/0\",\"type\":\"string\",\"value\":\"Open Mobile Alliance\"",
            "\"path\":\"/3/0/6/1\",\"type\":\"integer\",\"value\":5",
            "\"path\":\"/3/0/7/1\",\"type\":\"integer\",\"value\":5000",
            "\"path\":\"/3/0/13\",\"type\":\"time\",\"value\":\"2013-05-02T10:40:15Z\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/1/0/1|0|300|333030",
        "/3/0/15|0|\"Europe/Berlin\"|4575726f70652f4265726c696e",
        "/1/0/6|0|true|31",
        "/3/0/13|0|\"2013-05-02T10:40:15Z\"|31333637343931323135",
        "/5/0/0|42|\"00ff\"|00ff",
        "/1/0|11542|{\"1\":300}|c2 01 012c",
        "/3/0/9|112|85|81a200662f332f302f39021855",
        "/9999/0/1|0|\"new\"|6e6577",
      })
  void valuesAreWrittenByTheirModel(String path, int format, String json, String hex) {
    Encoding encoding = encoder.encode(path(path), Optional.empty(), json);
    if (format == 112) {
      encoding = encoder.encode(path(path), Optional.of(format), json);
      // SenML may carry the base name apart; what counts is that it reads back
      Encoding.Ready ready = (Encoding.Ready) encoding;
      assertThat(ObjectDecoder.decode(path, Optional.of(format), ready.payload()).values())
          .contains("85");
    } else {
      assertThat(encoding).isEqualTo(new Encoding.Ready(format, Bytes.hex(hex.replace(" ", ""))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/1/0/1|\"soon\"|an integer",
        "/1/0/1|{|not JSON",
        "/5/0/0|\"xyz\"|does not fit",
        "/3|1|instances and resources",
        "/3/0|1|resource id",
      })
  void whatDoesNotFitIsSaidInWords(String path, String json, String words) {
    assertThat(encoder.encode(path(path), Optional.empty(), json))
        .isInstanceOfSatisfying(
            Encoding.Impossible.class, it -> assertThat(it.reason()).contains(words));
  }

  @Test
  void anUnknownFormatIsSaidInWords() {
    assertThat(ObjectDecoder.decode("/3/0", Optional.of(60), Bytes.hex("a0")).problem())
        .contains("60");
    assertThat(encoder.encode(path("/3/0/15"), Optional.of(7), "\"x\""))
        .isInstanceOf(Encoding.Impossible.class);
  }

  @Test
  void theValuesOfOneBodyAreBounded() {
    StringBuilder tlv = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      tlv.append("e1%04x31".formatted(i));
    }
    ObjectBody body =
        ObjectDecoder.decode("/9999/0", Optional.of(11_542), Bytes.hex(tlv.toString()));
    assertThat(body.problem()).contains("more values");
  }

  @Property(tries = 1_000)
  void anyBytesHaveValuesOrAProblem(@ForAll byte[] bytes, @ForAll boolean instance) {
    for (int format : new int[] {0, 42, 110, 112, 1542, 1543, 11_542, 11_543}) {
      String path = instance ? "/3/0" : "/3/0/9";
      ObjectBody body = ObjectDecoder.decode(path, Optional.of(format), Bytes.copyOf(bytes));
      assertThat(body.values().isEmpty()).isEqualTo(!body.problem().isEmpty());
      if (format == 110 || format == 112) {
        assertThat(ObjectDecoder.decodeSend(format, Bytes.copyOf(bytes)).raw().size())
            .isEqualTo(bytes.length);
      }
    }
    assertThat(ObjectDecoder.decodeLinks(Optional.empty(), Bytes.copyOf(bytes)).raw().size())
        .isEqualTo(bytes.length);
  }

  private static ObjectPath path(String text) {
    return ObjectPath.parse(text).orElseThrow();
  }
}
