package io.openaep.platform.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file with the key that encrypts secrets at rest: 32 random bytes, mode 0600.
///
/// @param inDataDirectory it lies beside what it protects, which deserves a warning
public record KeyFile(Path path, boolean inDataDirectory) {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  static final int KEY_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /// @param configured from `--key-file`; by default `secret.key` in the data directory
  public static KeyFile of(Optional<Path> configured, DataDirectory directory) {
    Path path = configured.orElseGet(() -> directory.file(DataFile.KEY)).toAbsolutePath();
    return new KeyFile(path, path.normalize().startsWith(directory.path()));
  }

  /// The key, empty if there is no such file.
  ///
  /// @throws UnusableData if the file cannot be read or holds anything but a key
  Optional<byte[]> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      if (Files.size(path) != KEY_BYTES) {
        throw new UnusableData(
            "The key file %s does not hold %d bytes, so it is no key of OpenAEP. Check --key-file."
                .formatted(path, KEY_BYTES));
      }
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
        LOG.warn("key file is open to others file={} advice=\"chmod 600\"", path);
      }
      return Optional.of(Files.readAllBytes(path));
    } catch (IOException e) {
      throw unusable("read", e);
    }
  }

  /// Makes the file with a new random key, on disk when the call returns: what is encrypted with it
  /// afterwards must never outlive it.
  ///
  /// @throws UnusableData if it cannot be written
  byte[] create() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Path folder = path.resolveSibling(".");
    Path draft = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.deleteIfExists(draft);
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(key));
        channel.force(true);
      }
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
      return key;
    } catch (IOException e) {
      throw unusable("written", e);
    }
  }

  private UnusableData unusable(String verb, IOException e) {
    return new UnusableData(
        "The key file %s cannot be %s (%s). Check --key-file."
            .formatted(path, verb, FileTrouble.words(e)),
        e);
  }
}
