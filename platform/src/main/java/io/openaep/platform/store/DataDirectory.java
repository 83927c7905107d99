package io.openaep.platform.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directory that holds everything the platform keeps, for this process alone: made with mode
/// 0700 and locked from {@link #open} to {@link #close} (or the end of the process, however it
/// ends).
public final class DataDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /// In every data directory, and in no backup.
  static final String LOCK = "lock";

  private static final Pattern PID = Pattern.compile("[0-9]{1,10}");

  /// The system's file lock belongs to the whole process and is lost when *any* descriptor of the
  /// file is closed, so a second try in this process must not even open it.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// Makes the directory if needed and locks it.
  ///
  /// @throws UnusableData if it cannot be made or another process uses it
  public static DataDirectory open(Path wanted) {
    Path path = make(wanted);
    if (!HELD.add(path)) {
      throw inUse(path, Long.toString(ProcessHandle.current().pid()));
    }
    boolean locked = false;
    try {
      FileChannel channel = lock(path);
      locked = true;
      return new DataDirectory(path, channel);
    } finally {
      if (!locked) {
        HELD.remove(path);
      }
    }
  }

  /// The directory itself, absolute.
  public Path path() {
    return path;
  }

  /// A file in it.
  public Path file(String name) {
    return path.resolve(name);
  }

  /// Unlocks it. Everything in it must be closed before.
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("unlock failed directory={} reason=\"{}\"", path, e.getMessage());
    } finally {
      HELD.remove(path);
    }
  }

  private static Path make(Path wanted) {
    try {
      if (!Files.isDirectory(wanted)) {
        Files.createDirectories(wanted, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      }
      Path path = wanted.toRealPath();
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
        LOG.warn("data directory is open to others directory={} advice=\"chmod 700\"", path);
      }
      return path;
    } catch (IOException e) {
      throw new UnusableData(
          "The data directory %s cannot be made or read (%s). Choose another with --data."
              .formatted(wanted, reason(e)),
          e);
    }
  }

  private static FileChannel lock(Path path) {
    Path file = path.resolve(LOCK);
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(path, holder(channel));
      }
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      locked = true;
      return channel;
    } catch (IOException | OverlappingFileLockException e) {
      throw new UnusableData(
          "The data directory %s cannot be locked (%s). Choose another with --data."
              .formatted(path, reason(e)),
          e);
    } finally {
      if (!locked && channel != null) {
        closeQuietly(channel);
      }
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(16);
    channel.read(content, 0);
    String text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
    return PID.matcher(text).matches() ? text : "unknown";
  }

  private static UnusableData inUse(Path path, String pid) {
    return new UnusableData(
        ("The data directory %s is in use by another OpenAEP (process %s)."
                + " Stop that one, or choose another directory with --data.")
            .formatted(path, pid));
  }

  private static String reason(Exception e) {
    return FileTrouble.words(e);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("close failed reason=\"{}\"", e.getMessage());
    }
  }
}
