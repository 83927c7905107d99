package io.openaep.conformance.soak;

import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A small real disk that is full for the middle third of the time.
final class FullDisk implements Trouble {
  private static final int MEGABYTES = 1024;

  private final Path mount;
  private final SmallDisk disk;

  FullDisk(Path directory) {
    this.mount = directory.resolve("disk");
    this.disk = new SmallDisk(mount, MEGABYTES);
  }

  @Override
  public List<String> prefix() {
    return disk.words();
  }

  @Override
  public Path data(Path usual) throws IOException {
    return Files.createDirectory(mount).resolve("data");
  }

  @Override
  public String make(PlatformProcess platform, Duration length) throws IOException {
    Duration third = length.dividedBy(3);
    Pause.of(third);
    disk.fill(platform.pid());
    Pause.of(third);
    disk.free(platform.pid());
    Pause.of(third);
    return "full for " + third.toSeconds() + " s";
  }
}
