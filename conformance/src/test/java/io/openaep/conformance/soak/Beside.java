package io.openaep.conformance.soak;

import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.ReportingFleet;
import io.openaep.conformance.bench.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    List<String> words = new ArrayList<>(trouble.prefix());
    words.addAll(MemoryParts.PREFIX);
    try (PlatformProcess platform = PlatformProcess.startWith(words, data);
        ReportingFleet fleet = new ReportingFleet(platform, EACH)) {
      fleet.pause(PAUSE);
      fleet.start();
      Pause.of(SETTLING);
      String remark = trouble.make(platform, length);
      // what could not be stored meanwhile goes on now
      Pause.of(SETTLING);
      fleet.stop();
      Optional<MemoryParts> memory = MemoryParts.of(platform);
      ReportingFleet.Account account = fleet.account(platform.api());
      if (!account.faults().isEmpty()) {
        throw new IllegalStateException(name + ": " + account.faults());
      }
      if (!account.doubled().isEmpty()) {
        throw new IllegalStateException(name + ": stored twice: " + account.doubled());
      }
      String more = trouble.check(platform, fleet);
      return new SoakRow(
          name,
          account.acknowledged(),
          account.stored(),
          account.lost().size(),
          Machine.peakMiB(platform.pid()),
          account.p99().toNanos() / 1e6,
          memory,
          more.isEmpty() ? remark : remark + "; " + more);
    }
  }
}
