package io.openaep.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference page of metrics says what `/metrics` has: nothing is missing, nothing is made up.
class MetricsPageTest {
  private static final Path PAGE = Path.of("../docs/reference/metrics.md");
  private static final Path SOURCES = Path.of("src/main/java");

  /// A row of the page's tables: `| `name` | …`.
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|");

  private static final Pattern LITERAL = Pattern.compile("\"(openaep(?:\\.[a-z0-9]+)+)\"");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");

  @TempDir private Path data;

  private static Set<String> documented() throws IOException {
    return ROW.matcher(Files.readString(PAGE))
        .results()
        .map(it -> it.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Meters as the code names them, some of which appear on `/metrics` only once they have counted.
  private static Set<String> inTheCode() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        for (MatchResult match : LITERAL.matcher(Files.readString(file)).results().toList()) {
          names.add(match.group(1).replace('.', '_'));
        }
      }
    }
    return names;
  }

  private String scrape() throws IOException, InterruptedException {
    PlatformConfig config =
        PlatformConfig.standard()
            .with(
                Map.of(
                    "data", data.resolve("d").toString(),
                    "http-port", "0",
                    "https-port", "off",
                    "lwm2m-port", "0",
                    "lwm2ms-port", "0",
                    "mqtt-port", "0",
                    "mqtts-port", "off",
                    "tcp-port", "0"));
    try (Platform platform = Platform.start(config, "test");
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + platform.port("http").orElseThrow() + "/metrics");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  /// Without the endings that Prometheus' text form gives counters, times and sizes.
  private static String bare(String name) {
    return name.replaceAll("_(total|seconds|seconds_max|max|bytes)$", "")
        .replaceAll("_seconds$", "");
  }

  @Test
  void everyMetricOfARunningPlatformIsOnThePage() throws IOException, InterruptedException {
    String text = scrape();
    Set<String> shown =
        TYPE.matcher(text)
            .results()
            .map(it -> it.group(1))
            .filter(it -> !it.endsWith("_max") && !it.startsWith("jvm_"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented()).containsAll(shown);
    assertThat(shown)
        .contains(
            "process_cpu_seconds_total", "process_resident_memory_bytes", "openaep_uplinks_total");
    assertThat(text)
        .contains("openaep_journal_append_seconds_bucket{le=\"0.01\"}")
        .contains("openaep_tail_lag")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void everyMeterOfTheCodeIsOnThePageAndEveryOneOfThePageInTheCode() throws IOException {
    Set<String> ours =
        documented().stream()
            .filter(it -> it.startsWith("openaep_"))
            .map(MetricsPageTest::bare)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(ours)
        .isEqualTo(
            inTheCode().stream()
                .map(MetricsPageTest::bare)
                .collect(Collectors.toCollection(TreeSet::new)));
  }
}
