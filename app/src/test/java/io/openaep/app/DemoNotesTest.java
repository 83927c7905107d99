package io.openaep.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoNotesTest {
  @Test
  void usualPortsNeedNoWord() {
    assertThat(DemoNotes.otherPorts(Map.of("http", 8080, "lwm2m", 5683, "tcp", 8996))).isEmpty();
  }

  @Test
  void portsThatWereTakenAreNamed() {
    assertThat(DemoNotes.otherPorts(Map.of("http", 40001, "mqtt", 1883, "tcp", 40002)))
        .singleElement()
        .asString()
        .contains("http 8080, tcp 8996")
        .doesNotContain("mqtt");
  }
}
