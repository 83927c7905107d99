package io.openaep.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Small files, short methods, honest names, working links; what is banned says what to write
/// instead.
class TidinessTest {
  private static final int FILE_LINES = 500;
  private static final int METHOD_LINES = 60;

  /// Tables of cases are long and flat.
  private static final int TEST_METHOD_LINES = 90;

  private static final Pattern BANNED_NAME =
      Pattern.compile("(Abstract|Default)[A-Z].*|.*(Impl|Utils?|Helper|Manager)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#: ]+)(?:#[^)]*)?\\)");

  /// A text that must not stand in a file, and the cure.
  private record Ban(String where, Pattern text, String cure) {
    boolean applies(SourceFile file) {
      return file.path().toString().matches(where)
          && !file.path().toString().contains("app/house/");
    }
  }

  private static final String TESTS = ".*src/test/.*\\.java";
  private static final List<Ban> BANS =
      List.of(
          ban(".*\\.java", "\\b(TODO|FIXME|XXX|HACK)\\b", "finish it, or write an issue"),
          ban(".*\\.java", "@author", "git knows who wrote it"),
          ban(
              "(wire|platform|devices)/.*\\.java",
              "printStackTrace",
              "log it once at the top of the thread"),
          ban(TESTS, "Thread\\.sleep", "use a virtual clock, or Awaitility where sockets are real"),
          ban(
              ".*src/test/.*/(?!Patience)\\w+\\.java",
              "awaitility\\.Awaitility",
              "wait with Patience.await(): a slow machine is no fault of ours"),
          ban(
              TESTS,
              "isLessThan\\((java\\.time\\.)?Duration",
              "how long it took says nothing on a slow machine: prove it by what happened"),
          ban(TESTS, "@Disabled", "repair the test or delete it"),
          ban(
              "(wire|platform)/src/main/.*\\.java",
              "Instant\\.now\\(\\)|System\\.currentTimeMillis|Clock\\.system|LocalDateTime\\.now",
              "take the time from the injected InstantSource"));

  private static Ban ban(String where, String text, String cure) {
    return new Ban(where, Pattern.compile(text), cure);
  }

  @Test
  void filesAreShort() {
    assertThat(javaFiles().filter(it -> it.lines().size() > FILE_LINES).map(SourceFile::path))
        .as("files above %d lines: give each part its own reason and file", FILE_LINES)
        .isEmpty();
  }

  @Test
  void methodsFitOnAScreen() {
    assertThat(
            Stream.concat(
                longMethods(METHOD_LINES, it -> !it.test()).stream(),
                longMethods(TEST_METHOD_LINES, SourceFile::test).stream()))
        .as("methods above %d lines: name the steps", METHOD_LINES)
        .isEmpty();
  }

  private static List<String> longMethods(int limit, Predicate<SourceFile> which) {
    return MethodLengths.above(
        limit, javaFiles().filter(which).map(it -> Repository.root().resolve(it.path())).toList());
  }

  @Test
  void namesSayWhatThingsAre() {
    assertThat(
            javaFiles()
                .filter(it -> BANNED_NAME.matcher(it.name().replace(".java", "")).matches())
                .map(SourceFile::path))
        .as("name it after what it does or how it differs: SqliteJournal, not JournalImpl")
        .isEmpty();
  }

  @Test
  void bannedTextsAreCured() {
    List<String> found = new ArrayList<>();
    for (SourceFile file : Repository.files()) {
      for (Ban ban : BANS) {
        if (ban.applies(file)) {
          for (int i = 0; i < file.lines().size(); i++) {
            if (ban.text().matcher(file.lines().get(i)).find()) {
              found.add(file.path() + ":" + (i + 1) + ": " + ban.cure());
            }
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void everyPackageIntroducesItself() {
    assertThat(
            javaFiles()
                .filter(it -> !it.test())
                .filter(it -> !it.path().startsWith("scripts")) // programs of one file, no package
                .map(it -> it.path().resolveSibling("package-info.java"))
                .distinct()
                .filter(it -> !Files.exists(Repository.root().resolve(it))))
        .as("write a package-info.java: purpose, where to start, @NullMarked")
        .isEmpty();
  }

  @Test
  void linksInMarkdownLeadSomewhere() {
    List<String> broken = new ArrayList<>();
    for (SourceFile file : Repository.files()) {
      if (file.name().endsWith(".md")) {
        Matcher link = LINK.matcher(String.join("\n", file.lines()));
        while (link.find()) {
          Path target = file.path().resolveSibling(link.group(1));
          if (!Files.exists(Repository.root().resolve(target))) {
            broken.add(file.path() + " -> " + link.group(1));
          }
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void nothingGeneratedIsCommitted() throws IOException, InterruptedException {
    Process git =
        // whoever owns the checkout
        new ProcessBuilder("git", "-c", "safe.directory=*", "ls-files")
            .directory(Repository.root().toFile())
            .redirectErrorStream(true)
            .start();
    String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as(listed).isZero();
    assertThat(listed.lines())
        .noneMatch(it -> it.matches("(.*/)?(target|node_modules|dist)/.*|.*\\.(class|jar|db|log)"));
  }

  @Test
  void theProjectStandsAlone() {
    Pattern outside = Pattern.compile("\\.\\./shared|/work/|\\.library");
    assertThat(
            Repository.files().stream()
                .filter(it -> !it.path().toString().contains("app/house/"))
                .filter(it -> it.lines().stream().anyMatch(line -> outside.matcher(line).find()))
                .map(SourceFile::path))
        .isEmpty();
  }

  private static Stream<SourceFile> javaFiles() {
    return Repository.files().stream().filter(SourceFile::java);
  }
}
