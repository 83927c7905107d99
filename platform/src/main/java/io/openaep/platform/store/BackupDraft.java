package io.openaep.platform.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The directory `NAME.partial` in which a backup grows. It is locked meanwhile, so that what a
/// killed backup left behind can be told from one that is being written, and from a copy that
/// somebody else named so, and removed. Closed without {@link #become} it goes away with all that
/// is in it.
final class BackupDraft implements AutoCloseable {
  static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /// There before anything else is, and the last to go.
  private static final String LOCK = ".writing";

  /// The system's lock is the whole process's; this is for its threads.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;
  private boolean moved;

  private BackupDraft(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// @param target the name of the backup when it is whole
  /// @throws FileAlreadyExistsException if something else is in the way
  /// @throws UnusableData if another backup is being written there
  static BackupDraft of(Path target) throws IOException {
    Path path = target.resolveSibling(target.getFileName() + ".partial");
    if (!HELD.add(path)) {
      throw beingWritten(target);
    }
    FileChannel lock = null;
    boolean claimed = false;
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectory(path, OWNER_ONLY);
      } else if (!isLeftOver(path)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      lock =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock.tryLock() == null) {
        throw beingWritten(target);
      }
      clear(path);
      claimed = true;
      return new BackupDraft(path, lock);
    } finally {
      if (!claimed) {
        HELD.remove(path);
        if (lock != null) {
          lock.close();
        }
      }
    }
  }

  private static UnusableData beingWritten(Path target) {
    return new UnusableData("A backup to " + target + " is being written already; wait for it.");
  }

  /// Whether a backup began to write there, and nothing but its own files lies there. An empty
  /// directory is all that is left of one that was killed before it could lock it.
  private static boolean isLeftOver(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      List<String> names = files.map(it -> it.getFileName().toString()).toList();
      return names.isEmpty()
          || (names.contains(LOCK) && names.stream().allMatch(BackupDraft::isOurs));
    }
  }

  private static boolean isOurs(String name) {
    return name.equals(LOCK)
        || name.equals(DataFile.KEY)
        || name.equals(DataFile.CERTIFICATE)
        || Stream.of(DataFile.values())
            .flatMap(it -> Stream.of("", "-wal", "-shm", "-journal").map(it.fileName()::concat))
            .anyMatch(name::equals);
  }

  private static void clear(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        if (!file.endsWith(LOCK)) {
          Files.delete(file);
        }
      }
    }
  }

  Path path() {
    return path;
  }

  /// Waits for the disk and gives it its name.
  ///
  /// @return how many bytes were written
  long become(Path target) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(it -> !it.endsWith(LOCK)).toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        force(file);
        bytes += Files.size(file);
      }
    }
    force(path);
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    moved = true;
    Files.delete(target.resolve(LOCK));
    force(target);
    force(target.resolveSibling("."));
    return bytes;
  }

  /// Waits until a file, or the names in a directory, are on disk.
  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (!moved) {
        clear(path);
        DataFile.removeAll(path);
      }
    } finally {
      HELD.remove(path);
      lock.close();
    }
  }
}
