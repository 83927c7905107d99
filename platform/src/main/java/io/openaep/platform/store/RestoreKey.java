package io.openaep.platform.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/// Where the key of a backup's secrets is. Whoever restores learns at once that it is missing or
/// wrong, not at the start of the platform, when the old machine may be gone.
public sealed interface RestoreKey {
  /// In the backup, made with `--with-key`.
  record InBackup() implements RestoreKey {}

  /// In this file, which is copied into the data directory.
  record InFile(Path file) implements RestoreKey {}

  /// Kept elsewhere and named by `--key-file` when the platform starts; not looked at.
  record Elsewhere() implements RestoreKey {}

  /// The key to copy, after a try that it opens the secrets.
  ///
  /// @throws UnusableData if it is not there or is another
  default Optional<Path> of(Path backup) {
    return switch (this) {
      case InBackup _ -> Optional.of(tried(backup, backup.resolve(DataFile.KEY)));
      case InFile it -> Optional.of(tried(backup, it.file()));
      case Elsewhere _ -> Optional.empty();
    };
  }

  private static Path tried(Path backup, Path key) {
    if (!Files.isRegularFile(key)) {
      throw new UnusableData(
          "The key of the secrets is not there: %s. Name its file with --key, or say --without-key and start with --key-file."
              .formatted(key));
    }
    try {
      if (!Secrets.fits(new KeyFile(key, false), DataFile.REGISTRY.in(backup))) {
        throw new UnusableData(
            "%s is not the key that the secrets of this backup were encrypted with. Name the right one with --key."
                .formatted(key));
      }
      return key;
    } catch (SQLException e) {
      throw new UnusableData(
          "The backup's registry.db cannot be read (%s). Take another backup."
              .formatted(e.getMessage()),
          e);
    }
  }
}
