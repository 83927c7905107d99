package io.openaep.conformance.soak;

import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.ReportingFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A normal load of well-behaved devices on all doors while trouble is made beside it, and the
/// account afterwards.
final class Beside {
  private static final int EACH = 3;

  /// Between two reports of a device.
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final Duration SETTLING = Duration.ofSeconds(3);

  private final Path directory;
  private final Duration length;
  private int runs;

  Beside(Path directory, Duration length) {
    this.directory = directory;
    this.length = length;
  }

  SoakRow run(String name, Trouble trouble) throws IOException, InterruptedException {
    runs++;
    Path data = trouble.data(directory.resolve("beside" + runs));
    try (PlatformProcess platform = PlatformProcess.startWith(trouble.prefix(), data);
        ReportingFleet fleet = new ReportingFleet(platform, EACH)) {
      fleet.pause(PAUSE);
      fleet.start();
      Pause.of(SETTLING);
      String remark = trouble.make(platform, length);
      // what could not be stored meanwhile goes on now
      Pause.of(SETTLING);
      fleet.stop();
      ReportingFleet.Account account = fleet.account(platform.api());
      if (!account.faults().isEmpty()) {
        throw new IllegalStateException(name + ": " + account.faults());
      }
      if (!account.doubled().isEmpty()) {
        throw new IllegalStateException(name + ": stored twice: " + account.doubled());
      }
      return new SoakRow(
          name,
          account.acknowledged(),
          account.stored(),
          account.lost().size(),
          peakMiB(platform),
          account.p99().toNanos() / 1e6,
          remark);
    }
  }

  /// The highest resident memory of the process since its start.
  static double peakMiB(PlatformProcess platform) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + platform.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
