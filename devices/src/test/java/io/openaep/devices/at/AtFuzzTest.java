package io.openaep.devices.at;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// No input makes the parser throw, and after any input the port still answers.
class AtFuzzTest {
  @Property(tries = 2000)
  void everyLineIsReadOrRefused(@ForAll("lines") String line) {
    List<AtLine> commands = AtParser.parse(line);
    for (AtLine command : commands.subList(0, Math.max(0, commands.size() - 1))) {
      assertThat(command).isNotInstanceOf(AtLine.Malformed.class);
    }
  }

  @Property(tries = 1000)
  void quotedValuesComeBackAsTheyWere(@ForAll("values") List<String> values) throws AtException {
    String line = "+X=\"" + String.join("\",\"", values) + "\"";
    AtArguments read = ((AtLine.Write) AtParser.parse(line).getFirst()).arguments();
    assertThat(read.count()).isEqualTo(values.size());
    for (int i = 0; i < values.size(); i++) {
      assertThat(read.text(i)).isEqualTo(values.get(i));
    }
  }

  @Property(tries = 1000)
  void portAnswersAfterAnyInput(@ForAll("bytes") String octets) {
    var world = AtWorld.quiet();
    world.slow.complete(AtReply.ok());
    for (int i = 0; i < octets.length(); i += 7) {
      world.send(octets.substring(i, Math.min(octets.length(), i + 7)));
    }
    world.send("\r\u001b"); // whatever prompt is open needs at most four bytes
    world.send("\r\r\r\r");
    world.send("ATE0Q0V1\r");
    world.printed();
    world.send("AT\r");
    assertThat(world.printed()).isEqualTo("\r\nOK\r\n");
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.of(
                "+", "CSQ", "=", "?", "\"", ",", ";", " ", "E0", "&", "S3", "D", "1", "a", "-", "{")
            .list()
            .ofMaxSize(12)
            .map(parts -> String.join("", parts)));
  }

  @Provide
  Arbitrary<List<String>> values() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .excludeChars('"')
        .ofMaxLength(12)
        .list()
        .ofMinSize(2)
        .ofMaxSize(6);
  }

  /// Bytes with many pieces of commands, but none that changes how lines end.
  @Provide
  Arbitrary<String> bytes() {
    return Arbitraries.of(
            "AT", "at", "+CSQ", "+NUM", "+DATA", "+SLOW", "+SENT", "+ECHO", "=", "?", "\"", ",",
            ";", "\r", "\r\n", "A/", "\b", "E1", "V0", "Q1", "&W", "1", "\u001a", "\u001b",
            "\u00ff")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }
}
