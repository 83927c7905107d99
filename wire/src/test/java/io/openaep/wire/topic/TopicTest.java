package io.openaep.wire.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.wire.DecodeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
  static final List<String> WRONG_FOR_BOTH =
      List.of(
          "", "a\u0000b", "\u0000", "\ud800", "a\udc00b", "a".repeat(65_536), "水".repeat(21_846));

  @ParameterizedTest
  @FieldSource("WRONG_FOR_BOTH")
  void textThatMqttForbidsIsNeitherNameNorFilter(String text) {
    assertThatThrownBy(() -> TopicName.parse(text)).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> TopicFilter.parse(text)).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> new TopicName(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TopicFilter(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "+", "a/+", "a/#", "a+b", "a#"})
  void nameHoldsNoWildcard(String text) {
    assertThatThrownBy(() -> TopicName.parse(text))
        .isInstanceOf(DecodeException.class)
        .hasMessage("topic holds a wildcard");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sport/tennis#", "sport/tennis/#/ranking", "sport+", "#/a", "a/+b", "++"})
  void wildcardStandsAloneInItsLevelAndHashLast(String text) {
    assertThatThrownBy(() -> TopicFilter.parse(text)).isInstanceOf(DecodeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "+", "/", "//", "sport/#", "+/tennis/#", "sport/+/player1", "a b"})
  void validFilterIsLetIn(String text) throws DecodeException {
    assertThat(TopicFilter.parse(text).text()).isEqualTo(text);
  }

  @Test
  void longestTopicIsLetIn() throws DecodeException {
    assertThat(TopicName.parse("a".repeat(65_535)).text()).hasSize(65_535);
    assertThat(TopicName.parse("水".repeat(21_845)).text()).hasSize(21_845);
    // U+1F4A7 takes four bytes, which MQTT counts, and two Java characters.
    assertThat(TopicName.parse("\ud83d\udca7".repeat(16_383)).text()).hasSize(32_766);
    assertThatThrownBy(() -> TopicName.parse("\ud83d\udca7".repeat(16_384)))
        .isInstanceOf(DecodeException.class);
  }

  static Stream<List<String>> filters() throws IOException {
    try (var in = TopicTest.class.getResourceAsStream("filters.txt")) {
      if (in == null) {
        throw new IllegalStateException("filters.txt is not on the class path");
      }
      Pattern blanks = Pattern.compile("\\s+");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("//"))
          .map(line -> Arrays.asList(blanks.split(line)));
    }
  }

  @ParameterizedTest
  @MethodSource("filters")
  void filterIsForTheTopicsOfTheStandardsExamples(List<String> line) throws DecodeException {
    assertThat(TopicFilter.parse(line.get(0)).matches(TopicName.parse(line.get(2))))
        .isEqualTo(line.get(1).equals("yes"));
  }

  @Property
  void matchingAgreesWithTheRulesWrittenAsAPattern(
      @ForAll @StringLength(min = 1, max = 8) @Chars({'/', 'a', '+', '#', '$'}) String filter,
      @ForAll @StringLength(min = 1, max = 8) @Chars({'/', 'a', 'b', '$'}) String topic)
      throws DecodeException {
    TopicFilter parsed;
    try {
      parsed = TopicFilter.parse(filter);
    } catch (DecodeException invalid) {
      return;
    }

    assertThat(parsed.matches(TopicName.parse(topic))).isEqualTo(byPattern(filter, topic));
  }

  @Property
  void anyTextIsATopicOrTheRefusal(@ForAll @CharRange(from = '\u0000', to = '\uffff') String text) {
    boolean name = holds(() -> TopicName.parse(text));
    boolean filter = holds(() -> TopicFilter.parse(text));

    assertThat(!name || filter).as("a name is a filter too").isTrue();
  }

  @Test
  void internalFormOfDeviceControlNamesTenantProductAndDevice() {
    assertThat(
            AepTopics.internalDeviceControl("2000033383", "16891291", "16891291868543060025186")
                .text())
        .isEqualTo("mqtt/2000033383/16891291/16891291868543060025186/dn/device_control");
    assertThat(AepTopics.DEVICE_CONTROL.text()).isEqualTo("device_control");
    assertThatThrownBy(() -> AepTopics.internalDeviceControl("1", "2/3", "4"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AepTopics.internalDeviceControl("1", "2", "+"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private interface Parse {
    Object run() throws DecodeException;
  }

  private static boolean holds(Parse parse) {
    try {
      parse.run();
      return true;
    } catch (DecodeException refusal) {
      return false;
    }
  }

  private static boolean byPattern(String filter, String topic) {
    if (topic.startsWith("$") && !filter.startsWith("$")) {
      return false;
    }
    StringBuilder pattern = new StringBuilder();
    for (String level : filter.split("/", -1)) {
      if (level.equals("#")) {
        pattern.append("(/.*)?");
      } else {
        pattern.append('/').append(level.equals("+") ? "[^/]*" : Pattern.quote(level));
      }
    }
    return ("/" + topic).matches(pattern.toString());
  }
}
