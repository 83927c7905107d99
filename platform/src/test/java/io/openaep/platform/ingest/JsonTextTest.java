package io.openaep.platform.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"temp\":22.5,\"humi\":78}",
        " [1, {\"a\": null}, \"温\"] ",
        "true",
        "-0.5e3",
        "\"\\u4e2d\"",
        "{}"
      })
  void oneValueIsJson(String text) {
    assertThat(JsonText.problem(Bytes.utf8(text))).isEmpty();
  }

  @Test
  void theReasonSaysNothingOfTheLibrary() {
    assertThat(JsonText.problem(Bytes.utf8("{\"temp\":99.5")))
        .hasValue(
            "The payload is not JSON: Unexpected end-of-input: expected close marker for Object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "{",
        "{\"a\":1",
        "{\"a\":1}}",
        "1 2",
        "{'a':1}",
        "[1,]",
        "NaN",
        "01",
        "hello",
        "{\"a\":\"\u0001\"}",
        "\"\\x\"",
        "{a:1}",
        "// a\n1"
      })
  void anythingElseIsNot(String text) {
    assertThat(JsonText.problem(Bytes.utf8(text)))
        .hasValueSatisfying(reason -> assertThat(reason).startsWith("The payload is not JSON: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"22ff22", "7b007d00", "feff007b007d", "c080"})
  void otherEncodingsAreNot(String hex) {
    assertThat(JsonText.problem(Bytes.hex(hex))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 100_000})
  void depthIsBounded(int depth) {
    String nested = "[".repeat(depth) + "]".repeat(depth);
    assertThat(JsonText.problem(Bytes.utf8(nested)).isPresent()).isEqualTo(depth > 1_000);
  }

  @Property(tries = 500)
  void noInputThrowsAndNoReasonIsLong(@ForAll byte[] payload) {
    assertThat(JsonText.problem(Bytes.copyOf(payload)).map(String::length).orElse(0))
        .isLessThan(300);
  }
}
