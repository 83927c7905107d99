package io.openaep.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page of limits names keys that can be set and metrics that are there, and every key that is
/// a limit is on it.
class LimitsPageTest {
  private static final Path PAGE = Path.of("../docs/reference/limits.md");
  private static final Path METRICS = Path.of("../docs/reference/metrics.md");
  private static final Pattern CODE = Pattern.compile("`([a-z0-9_.-]+)`");

  private static Set<String> quoted(Path page) throws IOException {
    return CODE.matcher(Files.readString(page))
        .results()
        .map(it -> it.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyKeyAndMetricOfThePageExists() throws IOException {
    Set<String> known = new TreeSet<>(PlatformConfig.keys().keySet());
    known.addAll(quoted(METRICS));
    assertThat(known).containsAll(quoted(PAGE));
  }

  @Test
  void everyKeyThatIsALimitIsOnThePage() throws IOException {
    assertThat(quoted(PAGE))
        .containsAll(
            PlatformConfig.keys().keySet().stream()
                .filter(it -> it.endsWith("connection-limit") || it.endsWith("frame-limit-bytes"))
                .toList());
  }
}
