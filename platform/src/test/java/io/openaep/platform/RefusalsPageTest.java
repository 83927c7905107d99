package io.openaep.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page of refusals has every kind that the doors can give, each with a test that provokes it
/// and looks at its counter.
class RefusalsPageTest {
  private static final Path PAGE = Path.of("../docs/reference/refusals.md");
  private static final Path DOORS = Path.of("src/main/java/io/openaep/platform/access");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|.*\\|$");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)#(\\w+)`");

  /// A call that refuses, up to the end of its statement or lambda.
  private static final Pattern REFUSAL =
      Pattern.compile(
          "\\b(?:refuse|refused|Denied|Unacceptable|unavailable|notAuthorized|kind)\\s*\\(([^;{]*)");

  private static final Pattern KIND = Pattern.compile("\"([a-z]+(?:_[a-z]+)*)\"");

  private static Set<String> inTheCode() throws IOException {
    Set<String> kinds = new TreeSet<>();
    try (Stream<Path> files = Files.walk(DOORS)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        REFUSAL
            .matcher(Files.readString(file))
            .results()
            .flatMap(it -> KIND.matcher(it.group(1)).results())
            .forEach(it -> kinds.add(it.group(1)));
      }
    }
    return kinds;
  }

  @Test
  void everyKindOfTheCodeIsOnThePageAndEveryOneOfThePageInTheCode() throws IOException {
    Set<String> page = new TreeSet<>();
    ROW.matcher(Files.readString(PAGE)).results().forEach(it -> page.add(it.group(1)));
    assertThat(page).isEqualTo(inTheCode());
  }

  @Test
  void everyRowNamesTestsThatLookAtItsKind() throws IOException {
    for (var row : ROW.matcher(Files.readString(PAGE)).results().toList()) {
      List<String> tests =
          TEST.matcher(row.group()).results().map(it -> test(it.group(1), it.group(2))).toList();
      assertThat(tests).as(row.group(1)).isNotEmpty().allMatch(it -> it.contains(row.group(1)));
    }
  }

  private static String test(String name, String method) {
    try (Stream<Path> files = Files.walk(TESTS)) {
      Path file =
          files
              .filter(it -> it.endsWith(name + ".java"))
              .findFirst()
              .orElseThrow(AssertionError::new);
      String source = Files.readString(file);
      Matcher found = Pattern.compile("void " + method + "\\(").matcher(source);
      assertThat(found.find()).as("%s#%s", name, method).isTrue();
      return source;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
