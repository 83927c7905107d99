package io.openaep.conformance.bench;

import io.openaep.conformance.Api;
import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A data directory that was filled by the stores' own code; deleted on close. It lies in
/// `GROWTH_DIR`, else in the system's directory for temporary files.
final class FilledDirectory implements AutoCloseable {
  private final Path directory;
  private final Api.Product product;
  private final String deviceId;

  private FilledDirectory(Path directory, Api.Product product, String deviceId) {
    this.directory = directory;
    this.product = product;
    this.deviceId = deviceId;
  }

  /// The sentence that says why a size cannot be filled; empty if there is room.
  static Optional<String> lacksRoom(GrowthSize size) throws IOException {
    Path parent = parent();
    long free = Files.getFileStore(parent).getUsableSpace();
    return free >= size.bytes()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d reports of %,d devices need some %s in %s, and %.1f GB are free there;"
                    + " GROWTH_DIR names another directory.",
                size.reports(),
                size.devices(),
                size.room(),
                parent,
                free / 1e9));
  }

  private static Path parent() {
    return Path.of(
        Optional.ofNullable(System.getenv("GROWTH_DIR"))
            .orElseGet(() -> System.getProperty("java.io.tmpdir")));
  }

  /// Takes minutes.
  static FilledDirectory fill(GrowthSize size) throws IOException {
    Path directory = Files.createTempDirectory(parent(), "openaep-growth");
    // gigabytes: they go with a run that is interrupted, too
    Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(directory)));
    boolean filled = false;
    try {
      String[] told =
          Server.fill(
              PlatformProcess.root(),
              List.of(
                  directory.resolve("data").toString(),
                  Long.toString(size.devices()),
                  Long.toString(size.reports()),
                  Integer.toString(size.days()),
                  PlatformProcess.app()));
      filled = true;
      return new FilledDirectory(
          directory, new Api.Product(Long.parseLong(told[1]), told[2]), told[3]);
    } finally {
      if (!filled) {
        delete(directory);
      }
    }
  }

  Path data() {
    return directory.resolve("data");
  }

  /// A file beside the data.
  Path beside(String name) {
    return directory.resolve(name);
  }

  /// The product of all devices.
  Api.Product product() {
    return product;
  }

  /// One in the middle.
  String deviceId() {
    return deviceId;
  }

  /// @param prefix of the names of the files that count
  double megabytes(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(data())) {
      return files
              .filter(it -> it.getFileName().toString().startsWith(prefix))
              .mapToLong(it -> it.toFile().length())
              .sum()
          / 1e6;
    }
  }

  @Override
  public void close() throws IOException {
    delete(directory);
  }

  private static void deleteQuietly(Path directory) {
    try {
      delete(directory);
    } catch (IOException e) {
      System.err.println("growth: " + directory + " could not be deleted: " + e.getMessage());
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
