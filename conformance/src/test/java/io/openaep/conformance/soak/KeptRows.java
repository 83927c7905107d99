package io.openaep.conformance.soak;

import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The rows of the parts as this checkout ran them last, in files: hours of work, so that one part
/// can be taken again without the others and still find its place on the page.
final class KeptRows {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path directory = PlatformProcess.root().resolve("conformance/target/soak");

  /// One part's lines of the two tables.
  ///
  /// @param figures a row of the first table
  /// @param memory a row of the second, empty if the JVM told none
  record Kept(String figures, Optional<String> memory) {}

  /// @param length how long the part ran, in words
  void keep(String part, SoakRow row, String length) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(row.markdown() + " " + DATE.format(Instant.now()) + ", " + length + " |");
    row.memory().ifPresent(it -> lines.add("| " + row.name() + " | " + it.markdown() + " |"));
    Files.createDirectories(directory);
    Files.write(directory.resolve(part), lines);
  }

  /// In the order of the parts; empty if one has never run.
  Optional<List<Kept>> all(Set<String> parts) throws IOException {
    List<Kept> rows = new ArrayList<>();
    for (String part : parts) {
      Path file = directory.resolve(part);
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(file);
      rows.add(new Kept(lines.getFirst(), lines.stream().skip(1).findFirst()));
    }
    return Optional.of(rows);
  }

  /// What `scripts/soak` wrote of the parts that it runs itself.
  String text(String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file) ? Files.readString(file).strip() : "Not run.";
  }
}
