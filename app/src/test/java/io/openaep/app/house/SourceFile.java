package io.openaep.app.house;

import java.nio.file.Path;
import java.util.List;

/// A text file of the repository.
///
/// @param path relative to the root
record SourceFile(Path path, List<String> lines) {
  String name() {
    return path.getFileName().toString();
  }

  boolean java() {
    return name().endsWith(".java");
  }

  boolean test() {
    return path.toString().contains("src/test/") || path.startsWith("conformance");
  }
}
