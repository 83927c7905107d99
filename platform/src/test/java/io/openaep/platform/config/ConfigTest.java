package io.openaep.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  record Inner(int queueEvents, Duration keepFor, int port) {
    Inner {
      if (keepFor.isNegative()) {
        throw new IllegalArgumentException("keepFor must not be negative");
      }
      if (queueEvents < 1) {
        throw new IllegalArgumentException("inner.queue-events must be at least 1.");
      }
    }
  }

  record Outer(
      Path data,
      Optional<Path> keyFile,
      List<InetAddress> bind,
      DoorPort httpPort,
      boolean insecureHttp,
      Inner inner) {}

  private final SettingsTree tree = new SettingsTree(Set.of("port"));
  private final Outer standard =
      new Outer(
          Path.of("data"),
          Optional.empty(),
          List.of(InetAddress.getLoopbackAddress()),
          DoorPort.of(8080),
          false,
          new Inner(10, Duration.ofDays(7), 99));

  @Test
  void keysAreDashedAndNestedAndDerivedOnesHidden() {
    assertThat(tree.keys(standard))
        .containsExactly(
            Map.entry("data", "data"),
            Map.entry("key-file", ""),
            Map.entry("bind", "127.0.0.1"),
            Map.entry("http-port", "8080"),
            Map.entry("insecure-http", "false"),
            Map.entry("inner.queue-events", "10"),
            Map.entry("inner.keep-for", "7d"));
  }

  @Test
  void whatIsPrintedCanBeReadBack() {
    assertThat(tree.with(standard, tree.keys(standard))).isEqualTo(standard);
  }

  @Test
  void laterSourcesWin(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("openaep.yaml");
    Files.writeString(
        file,
        "http-port: 1\nbind: ['127.0.0.1', '::1']\ninner:\n  keep-for: 90m\n  queue-events: 5\n");
    Map<String, String> changes =
        sources()
            .file(file)
            .environment(Map.of("OPENAEP_HTTP_PORT", "2", "OPENAEP_INNER_QUEUE_EVENTS", "6"))
            .option("http-port", "off")
            .changes();
    Outer made = tree.with(standard, changes);
    assertThat(made.httpPort()).isEqualTo(DoorPort.OFF);
    assertThat(made.inner()).isEqualTo(new Inner(6, Duration.ofMinutes(90), 99));
    assertThat(made.bind()).hasSize(2);
  }

  @Test
  void anUnknownKeyNamesTheNearest(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("openaep.yaml");
    Files.writeString(file, "inner:\n  queue-event: 5\n");
    assertThatThrownBy(() -> sources().file(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("inner.queue-event;")
        .hasMessageContaining("inner.queue-events");
    assertThatThrownBy(() -> sources().environment(Map.of("OPENAEP_HTTP_PROT", "1")))
        .hasMessageContaining("OPENAEP_HTTP_PORT");
  }

  @Test
  void secretsAndTheLaunchersVariablesAreNoKeys() {
    assertThat(sources().environment(Map.of("OPENAEP_APP", "a:b", "PATH", "x")).changes())
        .isEmpty();
  }

  @Test
  void aWrongValueNamesItsKey() {
    assertThatThrownBy(() -> tree.with(standard, Map.of("http-port", "many")))
        .hasMessageContaining("http-port")
        .hasMessageContaining("many");
    assertThatThrownBy(() -> tree.with(standard, Map.of("http-port", "70000")))
        .hasMessageContaining("65535");
    assertThatThrownBy(() -> tree.with(standard, Map.of("inner.keep-for", "soon")))
        .hasMessageContaining("write 250ms, 30s, 5m, 2h or 7d");
    assertThatThrownBy(() -> tree.with(standard, Map.of("inner.queue-events", "0")))
        .hasMessage("inner.queue-events must be at least 1.");
    assertThatThrownBy(() -> tree.with(standard, Map.of("inner.keep-for", "PT-1S")))
        .as("as it is written, not as the program calls it")
        .hasMessage("inner.keep-for must not be negative");
    assertThatThrownBy(() -> tree.with(standard, Map.of("insecure-http", "maybe")))
        .hasMessageContaining("neither true nor false");
  }

  @Test
  void aFileThatIsNoYamlIsNamed(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("openaep.yaml");
    Files.writeString(file, "a: [");
    assertThatThrownBy(() -> sources().file(file)).hasMessageContaining("is not YAML");
    assertThatThrownBy(() -> sources().file(directory.resolve("none.yaml")))
        .hasMessageContaining("none.yaml is not there; check --config");
  }

  private ConfigSources sources() {
    return new ConfigSources(tree.keys(standard).keySet());
  }
}
