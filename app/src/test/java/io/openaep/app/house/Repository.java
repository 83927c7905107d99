package io.openaep.app.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The checkout that the tests run in.
final class Repository {
  private static final Set<String> TEXT =
      Set.of("java", "md", "xml", "sql", "yaml", "yml", "sh", "at", "properties", "json");
  private static final Set<String> SKIPPED = Set.of("target", ".git", ".mvn", "node_modules");

  private Repository() {}

  static Path root() {
    Path module = Path.of("").toAbsolutePath();
    return Files.exists(module.resolve("openaep")) ? module : module.resolve("..").normalize();
  }

  static List<SourceFile> files() {
    Path root = root();
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(it -> kept(root.relativize(it)))
          .filter(Files::isRegularFile)
          .filter(it -> TEXT.contains(extension(it)))
          .map(it -> read(root, it))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean kept(Path relative) {
    for (Path part : relative) {
      if (SKIPPED.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }

  private static SourceFile read(Path root, Path file) {
    try {
      return new SourceFile(
          root.relativize(file), Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
