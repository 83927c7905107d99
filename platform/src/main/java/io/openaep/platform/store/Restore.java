package io.openaep.platform.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a data directory out of a backup. The databases are checked before a byte is copied, and
/// the directory is locked, so that no platform starts on half of it. Blocking.
public final class Restore {
  private Restore() {}

  /// @param backup as {@link Backup} wrote it, which always has all of the databases
  /// @param wanted a data directory without databases, made if needed. A key or a certificate may
  ///   be there already if it is the one of the backup
  /// @param key the key of the secrets
  /// @return what was restored
  /// @throws UnusableData with a sentence; nothing is left behind in the directory then
  public static List<DataFile> restore(Path backup, Path wanted, RestoreKey key) {
    List<Integrity.Finding> damaged =
        Integrity.check(backup).stream().filter(it -> !it.isWhole()).toList();
    if (!damaged.isEmpty()) {
      throw new UnusableData(
          "The backup is damaged: %s: %s. Take another one, or see what admin check says of all its files."
              .formatted(
                  damaged.getFirst().file().fileName(), damaged.getFirst().problems().getFirst()));
    }
    Optional<Path> fitting = key.of(backup);
    try (DataDirectory directory = DataDirectory.open(wanted)) {
      if (!DataFile.of(directory.path()).isEmpty()) {
        throw new UnusableData(
            "%s holds databases already. Restore into an empty directory, and start the platform there."
                .formatted(directory.path()));
      }
      Map<Path, Path> beside = new LinkedHashMap<>();
      fitting.ifPresent(it -> beside.put(it, directory.path().resolve(DataFile.KEY)));
      Path certificate = backup.resolve(DataFile.CERTIFICATE);
      if (Files.isRegularFile(certificate)) {
        beside.put(certificate, directory.path().resolve(DataFile.CERTIFICATE));
      }
      beside.entrySet().removeIf(it -> isThere(it.getKey(), it.getValue()));
      return copy(backup, directory, beside);
    }
  }

  /// @throws UnusableData if it is another, which is not ours to replace
  private static boolean isThere(Path from, Path to) {
    try {
      if (Files.notExists(to)) {
        return false;
      }
      if (Files.mismatch(from, to) < 0) {
        return true;
      }
    } catch (IOException e) {
      throw new UnusableData("%s cannot be read (%s).".formatted(to, FileTrouble.words(e)), e);
    }
    throw new UnusableData(
        "%s is there already and is not the one of the backup. Move it away, or restore into an empty directory."
            .formatted(to));
  }

  /// @param beside what goes along with the databases, and where to
  private static List<DataFile> copy(Path backup, DataDirectory directory, Map<Path, Path> beside) {
    List<Path> made = new ArrayList<>();
    boolean whole = false;
    try {
      List<DataFile> files = DataFile.of(backup);
      for (DataFile file : files) {
        made.add(copy(backup.resolve(file.fileName()), directory.path().resolve(file.fileName())));
        Path log = backup.resolve(file.fileName() + "-wal");
        if (Files.exists(log)) { // of a copy that was made by hand
          made.add(copy(log, directory.path().resolve(log.getFileName())));
        }
      }
      for (Map.Entry<Path, Path> file : beside.entrySet()) {
        made.add(copy(file.getKey(), file.getValue()));
      }
      BackupDraft.force(directory.path());
      whole = true;
      return files;
    } catch (FileAlreadyExistsException e) {
      throw new UnusableData(
          "%s is there already. Move it away, or restore into an empty directory."
              .formatted(e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UnusableData(
          "The backup cannot be copied to %s (%s). Make room, or name a directory elsewhere."
              .formatted(directory.path(), FileTrouble.words(e)),
          e);
    } finally {
      if (!whole) {
        made.forEach(Restore::remove);
      }
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.copy(from, to);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
    BackupDraft.force(to);
    return to;
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UnusableData("Half of a restore is left in " + file + "; remove it by hand.", e);
    }
  }
}
