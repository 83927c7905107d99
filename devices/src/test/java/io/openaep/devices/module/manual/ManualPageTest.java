package io.openaep.devices.module.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The reference page says what the prompt says. With `-Dopenaep.write-pages` it is written anew.
class ManualPageTest {
  private static final Path PAGE = Path.of("../docs/reference/at-commands.md");

  @Test
  void thePageShowsEveryCommand() throws IOException {
    String page = page();
    if (System.getProperty("openaep.write-pages") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # AT commands

        Every command of the virtual EC800E, as `help AT+…` shows it at the prompt of `openaep module`. `=?` asks for the values that a
        command takes. What is decided where the manuals leave it open stands in [AT commands of connections](at-connections.md).
        """);
    String topic = "";
    for (ManualEntry entry : Manual.load().entries()) {
      if (!entry.topic().equals(topic)) {
        topic = entry.topic();
        page.append("\n## ").append(topic).append("\n");
      }
      page.append("\n").append(entry.text().indent(4));
    }
    return page.toString();
  }
}
