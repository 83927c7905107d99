package io.openaep.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.config.ConfigSources;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/// Every key has a sentence, and the reference page says what the code does. With
/// `-Dopenaep.write-pages` the page is written anew.
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/reference/configuration.md");

  @Test
  void everyKeyHasASentenceAndEverySentenceAKey() throws IOException {
    assertThat(sentences().stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(PlatformConfig.keys().keySet());
  }

  @Test
  void thePageShowsEveryKeyAndDefault() throws IOException {
    String page = page();
    if (System.getProperty("openaep.write-pages") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  private static String page() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Configuration

        One YAML file (`--config FILE`), environment variables, command-line options; the later wins. A key with dots is nested in the
        file: `journal.retry` is `retry` below `journal`. An unknown key stops the start with a sentence that names the nearest right one.
        Durations are written `250ms`, `30s`, `5m`, `2h` or `7d`; lists as YAML lists or with commas.

        `OPENAEP_APP` (`KEY:SECRET`) makes sure of an application as `--app` does; `OPENAEP_LOG` is the log level; `OPENAEP_JAVA_OPTS`
        goes to the JVM.

        | key | default | environment | what |
        |---|---|---|---|
        """);
    Properties sentences = sentences();
    for (Map.Entry<String, String> key : PlatformConfig.keys().entrySet()) {
      page.append("| `").append(key.getKey()).append("` | ");
      page.append(key.getValue().isEmpty() ? "" : "`" + key.getValue() + "`").append(" | `");
      page.append(ConfigSources.variable(key.getKey())).append("` | ");
      page.append(sentences.getProperty(key.getKey())).append(" |\n");
    }
    return page.toString();
  }

  private static Properties sentences() throws IOException {
    Properties sentences = new Properties();
    try (InputStream in =
        Objects.requireNonNull(
            PlatformConfig.class.getResourceAsStream("configuration.properties"))) {
      sentences.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return sentences;
  }
}
