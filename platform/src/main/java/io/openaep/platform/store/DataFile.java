package io.openaep.platform.store;

import io.openaep.platform.store.SqliteFile.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The databases of a data directory, in the order in which a backup looks at them: what is folded
/// from the journal before the journal, and the registry last.
public enum DataFile {
  DATA(Durability.NORMAL),
  PUSH(Durability.NORMAL),
  REQUESTS(Durability.NORMAL),
  JOURNAL(Durability.FULL),
  REGISTRY(Durability.FULL);

  /// The key of the secrets at rest, unless `--key-file` names another.
  public static final String KEY = "secret.key";

  /// The certificate that the platform makes for itself, with its key.
  public static final String CERTIFICATE = "tls.pem";

  private static final Logger LOG = LoggerFactory.getLogger(DataFile.class);

  private final Durability durability;

  DataFile(Durability durability) {
    this.durability = durability;
  }

  /// Such as `journal.db`.
  public String fileName() {
    return name().toLowerCase(Locale.ROOT) + ".db";
  }

  /// The database in this directory.
  public SqliteFile in(Path directory) {
    return new SqliteFile(directory.resolve(fileName()), durability);
  }

  /// Whether it is there and not empty.
  boolean isFilled(Path directory) {
    Path file = directory.resolve(fileName());
    try {
      return Files.isRegularFile(file) && Files.size(file) > 0;
    } catch (IOException e) {
      throw new UnusableData(
          "%s cannot be looked at (%s).".formatted(file, FileTrouble.words(e)), e);
    }
  }

  /// Those that are there.
  static List<DataFile> of(Path directory) {
    return Stream.of(values())
        .filter(it -> Files.isRegularFile(directory.resolve(it.fileName())))
        .toList();
  }

  /// Removes a directory of files, as far as it is there.
  static void removeAll(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      LOG.warn("not removed directory={} reason=\"{}\"", directory, e.getMessage());
    }
  }
}
