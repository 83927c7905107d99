package io.openaep.conformance.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a benchmark takes from a fleet that has ended.
class FleetRunTest {
  private static final List<String> WORDS = List.of("--max");

  @Test
  void aRunThatOnlyDoubledReportsKeepsItsFigures() throws IOException {
    String last = "{\"connected\":1,\"rate\":7.5,\"lost\":0,\"duplicates\":2,\"altered\":0}";
    assertThat(FleetRun.figures(WORDS, 1, last).path("rate").asDouble()).isEqualTo(7.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"connected\":1,\"lost\":1,\"duplicates\":2,\"altered\":0}",
        "{\"connected\":1,\"lost\":0,\"duplicates\":2,\"altered\":1}",
        "{\"connected\":0,\"lost\":0,\"duplicates\":0,\"altered\":0}",
        "{\"connected\":1}",
        ""
      })
  void aRunThatLostAlteredOrCouldNotAskIsNone(String last) {
    assertThatThrownBy(() -> FleetRun.figures(WORDS, 1, last))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with 1");
  }
}
