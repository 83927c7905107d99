package io.openaep.devices.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TranscriptParserTest {
  @Test
  void everyKindOfLineHasItsItem() throws TranscriptException {
    Transcript parsed =
        TranscriptParser.parse(
            "x.at",
            """
            # comment
            @ host = 1.2.3.4
            > AT
            >= raw text
            >^Z
            < OK
            <? maybe
            <| either
            <>\s
            <! quiet 3
            ! runner: within 30s
            ! platform: online
            """);
    assertThat(parsed.fixtures()).containsEntry("host", "1.2.3.4");
    assertThat(parsed.items())
        .containsExactly(
            new Item.Send(3, "AT"),
            new Item.SendRaw(4, "raw text"),
            new Item.SendCtrlZ(5),
            new Item.Expect(6, "OK"),
            new Item.ExpectMaybe(7, "maybe"),
            new Item.ExpectAnyOrder(8, "either"),
            new Item.ExpectPrompt(9),
            new Item.Quiet(10, Duration.ofSeconds(3)),
            new Item.Within(11, Duration.ofSeconds(30)),
            new Item.Aside(12, "platform", "online"));
  }

  @Test
  void aLineOfNoFormIsNamedWithItsPlace() {
    assertThatThrownBy(() -> TranscriptParser.parse("x.at", "> AT\nwhat\n"))
        .isInstanceOf(TranscriptException.class)
        .hasMessageContaining("x.at:2");
    assertThatThrownBy(() -> TranscriptParser.parse("x.at", "! nobody: runs"))
        .hasMessageContaining("unknown actor");
  }

  @Test
  void everyExampleParsesWithItsSteps() throws IOException, TranscriptException, StepFailed {
    Path examples = Path.of("../examples/transcripts");
    List<Path> files;
    try (Stream<Path> listed = Files.list(examples)) {
      files = listed.filter(it -> it.toString().endsWith(".at")).sorted().toList();
    }
    assertThat(files).hasSize(14);
    for (Path file : files) {
      Transcript parsed =
          TranscriptParser.parse(file.getFileName().toString(), Files.readString(file));
      Bindings bindings = new Bindings(parsed.fixtures());
      for (Item item : parsed.items()) {
        if (item instanceof Item.Aside aside && aside.actor().equals("platform")) {
          assertThat(PlatformStep.parse(bindings.fill(aside.step()))).isNotNull();
        }
      }
    }
  }
}
