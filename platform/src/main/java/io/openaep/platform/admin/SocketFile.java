package io.openaep.platform.admin;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The socket's place in a data directory. The kernel takes addresses of at most 107 bytes, which
/// is less than paths may have; a longer one is reached through a short link that lives as long as
/// the call.
final class SocketFile {
  static final String NAME = "admin.sock";
  private static final int ADDRESS_LIMIT_BYTES = 100;

  private SocketFile() {}

  /// What is done with an address.
  @FunctionalInterface
  interface Use<T> {
    T with(UnixDomainSocketAddress address) throws IOException;
  }

  static <T> T at(Path file, Use<T> use) throws IOException {
    if (file.toString().getBytes(StandardCharsets.UTF_8).length <= ADDRESS_LIMIT_BYTES) {
      return use.with(UnixDomainSocketAddress.of(file));
    }
    Path folder = Files.createTempDirectory("openaep");
    Path link = folder.resolve("d");
    try {
      Files.createSymbolicLink(link, file.resolveSibling("."));
      return use.with(UnixDomainSocketAddress.of(link.resolve(file.getFileName())));
    } finally {
      Files.deleteIfExists(link);
      Files.delete(folder);
    }
  }
}
