package io.openaep.conformance.bench;

import io.openaep.conformance.CommandLoad;
import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Commands to LwM2M devices that are always on, by signed calls.
final class CommandBench {
  private static final int DEVICES = 128;
  private static final int CALLERS = 32;

  /// A call passes through more code than any message: it takes this long to be compiled.
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  private static final Duration TIME = Duration.ofSeconds(8);

  private CommandBench() {}

  static BenchRow run(PlatformProcess platform) throws IOException, InterruptedException {
    return run(platform, () -> {});
  }

  /// @param marks run when the measurement begins and when it ends
  static BenchRow run(PlatformProcess platform, Runnable marks)
      throws IOException, InterruptedException {
    long pid = pid(platform);
    List<Long> cpuMicros = new ArrayList<>();
    List<Map<String, Long>> threads = new ArrayList<>();
    CommandLoad.Result result =
        new CommandLoad(platform)
            .run(
                DEVICES,
                CALLERS,
                WARM_UP,
                TIME,
                () -> {
                  cpuMicros.add(cpuMicros(platform));
                  threads.add(ThreadTimes.micros(pid));
                  marks.run();
                });
    BenchRow row =
        new BenchRow(
            "command to a DRX device, API call to device",
            Target.promptness(3_000, 25),
            "%d callers, %d devices; a call took %.1f ms"
                .formatted(CALLERS, DEVICES, result.callMillis()),
            result.perSecond(),
            (cpuMicros.getLast() - cpuMicros.getFirst()) / (double) result.commands(),
            ThreadTimes.each(threads.getFirst(), threads.getLast(), result.commands()),
            result.p50Millis(),
            result.p99Millis());
    System.out.println(row.line());
    return row;
  }

  /// CPU time of the platform's process until now.
  static long cpuMicros(PlatformProcess platform) {
    return ProcessHandle.of(pid(platform))
            .flatMap(it -> it.info().totalCpuDuration())
            .orElse(Duration.ZERO)
            .toNanos()
        / 1000;
  }

  private static long pid(PlatformProcess platform) {
    return platform.ready().path("pid").asLong();
  }
}
