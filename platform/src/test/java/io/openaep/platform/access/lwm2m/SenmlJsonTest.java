package io.openaep.platform.access.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.lwm2m.SenmlJson.Entry;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SenmlJsonTest {
  @Test
  void opaqueValuesAreBase64Url() throws DecodeException {
    assertThat(SenmlJson.decode(Bytes.utf8("[{\"n\":\"/19/0/0\",\"vd\":\"aGVsbG8_\"}]")))
        .containsExactly(new Entry("/19/0/0", Bytes.utf8("hello?")));
  }

  @Test
  void aBaseNameHoldsForTheRecordsAfterIt() throws DecodeException {
    assertThat(
            SenmlJson.decode(
                Bytes.utf8("[{\"bn\":\"/19/0/\",\"n\":\"0\",\"vs\":\"a\"},{\"n\":\"0\",\"v\":2}]")))
        .containsExactly(
            new Entry("/19/0/0", Bytes.utf8("a")), new Entry("/19/0/0", Bytes.utf8("2")));
  }

  @Test
  void whatIsNoSenmlIsRefusedWithTheRule() {
    assertRefused("{", "not JSON");
    assertRefused("{}", "array");
    assertRefused("[]", "array");
    assertRefused("[{\"n\":\"/19/0/0\"}]", "none of vd");
    assertRefused("[{\"n\":\"/19/0/0\",\"vd\":\"%%\"}]", "base64url");
  }

  @Property(tries = 300)
  void anyBytesAreValuesOrARefusal(@ForAll byte[] bytes) {
    try {
      assertThat(SenmlJson.decode(Bytes.copyOf(bytes))).isNotEmpty();
    } catch (DecodeException e) {
      assertThat(e.reason()).isNotBlank();
    }
  }

  private static void assertRefused(String text, String rule) {
    assertThatThrownBy(() -> SenmlJson.decode(Bytes.utf8(text)))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining(rule);
  }
}
