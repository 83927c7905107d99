package io.openaep.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page of limits names keys that can be set, metrics that are there and tests that exist, and
/// every key that is a limit is on it.
class LimitsPageTest {
  private static final Path PAGE = Path.of("../docs/reference/limits.md");
  private static final Path METRICS = Path.of("../docs/reference/metrics.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern CODE = Pattern.compile("`([a-z0-9_.-]+)`");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)#(\\w+)`");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /// Numbers that bound nothing that a peer makes grow: they say how work is cut and how the
  /// machine is asked.
  private static final Pattern TUNING =
      Pattern.compile(
          ".*-port|journal\\.(commit|recent)-.*|tails\\..*|accounts\\.password-memory-kib"
              + "|lwm2m\\.times\\..*|.*\\.(kernel|receive)-buffer-bytes");

  /// @param cells what grows, key, what happens, seen in, reached by
  private record Row(List<String> cells) {
    Set<String> keys() {
      return quoted(cells.get(1));
    }

    Set<String> meters() {
      return quoted(cells.get(3)).stream()
          .filter(it -> it.startsWith("openaep_"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> quoted(String text) {
    return CODE.matcher(text)
        .results()
        .map(it -> it.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(it -> it.startsWith("| ") && !it.startsWith("| what grows"))
        .map(it -> new Row(List.of(it.substring(1, it.length() - 1).split("\\|"))))
        .toList();
  }

  private static String sourceOf(String test) {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .filter(it -> it.endsWith(test + ".java"))
          .map(LimitsPageTest::read)
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyRowHasItsKeysAndACounter() throws IOException {
    Map<String, String> keys = PlatformConfig.keys();
    Set<String> meters = quoted(Files.readString(METRICS));
    for (Row row : rows()) {
      assertThat(row.cells()).as("cells of %s", row).hasSize(5);
      assertThat(keys.keySet()).as("keys").containsAll(row.keys());
      assertThat(meters).as("metrics").containsAll(row.meters());
      if (!row.keys().isEmpty()) {
        assertThat(row.meters()).as("counters of %s", row).isNotEmpty();
      }
    }
  }

  @Test
  void everyRowNamesATestThatReachesTheLimit() throws IOException {
    List<String> unreached = new ArrayList<>();
    for (Row row : rows()) {
      List<String> tests =
          TEST.matcher(row.cells().get(4))
              .results()
              .peek(it ->
                  assertThat(sourceOf(it.group(1)))
                      .as("test of %s", row)
                      .contains("void " + it.group(2) + "("))
              .map(it -> it.group(2))
              .toList();
      if (tests.isEmpty()) {
        unreached.addAll(row.keys());
      }
    }
    assertThat(unreached).isEmpty();
  }

  @Test
  void everyKeyThatIsALimitIsOnThePage() throws IOException {
    Set<String> onThePage =
        rows().stream().flatMap(it -> it.keys().stream()).collect(Collectors.toSet());
    assertThat(onThePage)
        .containsAll(
            PlatformConfig.keys().entrySet().stream()
                .filter(it -> NUMBER.matcher(it.getValue()).matches())
                .map(Map.Entry::getKey)
                .filter(it -> !TUNING.matcher(it).matches())
                .toList());
  }
}
