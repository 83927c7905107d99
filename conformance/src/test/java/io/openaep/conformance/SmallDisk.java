package io.openaep.conformance;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real file system of a few megabytes for one process, that the test can fill and free. The
/// process mounts it in a mount namespace of its own (as root, or in a user namespace), so it is
/// gone with the process and nobody else sees it.
public final class SmallDisk {
  private static final int USUAL_MEGABYTES = 24;
  private static final byte[] PAGE = new byte[4096];

  private final Path mount;
  private final int megabytes;

  /// @param mount an empty directory
  SmallDisk(Path mount) {
    this(mount, USUAL_MEGABYTES);
  }

  public SmallDisk(Path mount, int megabytes) {
    this.mount = mount;
    this.megabytes = megabytes;
  }

  /// Words before a command that run it with this disk mounted.
  public List<String> words() {
    List<String> words = new ArrayList<>(List.of("unshare", "--mount"));
    if (!System.getProperty("user.name").equals("root")) {
      words.addAll(List.of("--user", "--map-root-user"));
    }
    words.addAll(
        List.of(
            "bash",
            "-c",
            "mount -t tmpfs -o size=" + megabytes + "m small \"$0\" && exec \"$@\"",
            mount.toString()));
    return words;
  }

  /// Writes until nothing more fits.
  public void fill(long pid) throws IOException {
    try (OutputStream out = new FileOutputStream(ballast(pid).toFile())) {
      for (int written = 0; written <= megabytes * 1024 * 1024; written += PAGE.length) {
        out.write(PAGE);
      }
      throw new IllegalStateException("not the small disk");
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space left")) {
        throw full;
      }
    }
  }

  public void free(long pid) throws IOException {
    Files.delete(ballast(pid));
  }

  /// A file on the disk as the process sees it.
  private Path ballast(long pid) {
    return Path.of("/proc/" + pid + "/root" + mount.resolve("ballast"));
  }
}
