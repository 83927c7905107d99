package io.openaep.platform.access.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pure parsers of what devices send: right or one decode error, nothing else.
class ParsingTest {
  @Test
  void queryOfModuleIsParsed() throws DecodeException {
    RegistrationQuery query =
        RegistrationQuery.parse(
            List.of("ep=urn:imei:868543060974334", "lt=300", "b=UQ", "lwm2m=1.0.3", "et=1", "Q"));
    assertThat(query.endpoint()).contains("urn:imei:868543060974334");
    assertThat(query.lifetime()).contains(Duration.ofMinutes(5));
    assertThat(query.binding()).contains("UQ");
    assertThat(query.versionSupported()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1.0,true", "1.0.1,true", "1.1,true", "1.1.1,true", "1.2,false", "0.9,false"})
  void versionsAreJudged(String version, boolean supported) throws DecodeException {
    RegistrationQuery query = RegistrationQuery.parse(List.of("lwm2m=" + version));
    assertThat(query.versionSupported()).isEqualTo(supported);
  }

  @Test
  void longestLifetimeIsThirtyTwoBits() throws DecodeException {
    assertThat(RegistrationQuery.parse(List.of("lt=4294967295")).lifetime())
        .contains(Duration.ofSeconds(4_294_967_295L));
    assertThatThrownBy(() -> RegistrationQuery.parse(List.of("lt=4294967296")))
        .isInstanceOf(DecodeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "</1/0>",
        "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</4/0>,</5/0>,</19/0>,</19/1>",
        "</>;rt=\"oma.lwm2m\";ct=11543, </1>;ver=1.1,</1/0>",
        "</a>;title=\"a \\\"quoted\\\" , one\";if=x"
      })
  void wellFormedLinksPass(String links) throws DecodeException {
    LinkFormat.check(links);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1/0", "</1/0", "</1/0>,", "</1/0>;", "</1/0>;=x", "</1/0> </2>", "</1>;a=\"b"})
  void malformedLinksDoNot(String links) {
    assertThatThrownBy(() -> LinkFormat.check(links)).isInstanceOf(DecodeException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "c300616263,616263", // resource 0, length in the type
    "c80003616263,616263", // 8-bit length
    "d0000003616263,616263", // 16-bit length
    "d800000003616263,616263", // 24-bit length
    "e30000616263,616263", // 16-bit identifier
    "c000,''", // empty value
    "85004300616263,616263", // multiple resource with one instance
    "0600c80003616263,616263" // in its object instance
  })
  void valueOfOneResourceIsUnwrapped(String tlv, String value) throws DecodeException {
    assertThat(TlvValue.unwrap(Bytes.hex(tlv))).isEqualTo(Bytes.hex(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "c8", "c80003", "c8000361", "c30061626300", "c101ffc101ff", "0003000300"})
  void brokenTlvIsDecodeError(String tlv) {
    assertThatThrownBy(() -> TlvValue.unwrap(Bytes.hex(tlv))).isInstanceOf(DecodeException.class);
  }

  @Property(tries = 2_000)
  void noTlvMakesAnythingButValueOrDecodeError(@ForAll @Size(max = 24) byte[] tlv) {
    try {
      assertThat(TlvValue.unwrap(Bytes.copyOf(tlv)).size()).isLessThan(tlv.length);
    } catch (DecodeException expected) {
      assertThat(expected.reason()).isNotBlank();
    }
  }

  @Property(tries = 2_000)
  void noTextMakesAnythingButLinksOrDecodeError(@ForAll @Size(max = 40) byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (String links : List.of(text, "<" + text, "</1>;" + text, "</1>;a=\"" + text)) {
      try {
        LinkFormat.check(links);
      } catch (DecodeException expected) {
        assertThat(expected.reason()).isNotBlank();
      }
    }
  }
}
