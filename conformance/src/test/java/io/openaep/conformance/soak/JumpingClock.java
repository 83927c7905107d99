package io.openaep.conformance.soak;

import io.openaep.conformance.Api;
import io.openaep.conformance.JournalOrder;
import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.ReportingFleet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The wall clock of the platform's process jumps an hour forward for the middle third of the time,
/// and back, by a preloaded library; the monotonic clock goes on, as with a real jump. Commands for
/// devices that sleep must stand afterwards as their time to live says: one of half an hour has
/// expired, one of two hours waits on. Each device's reports must lie in the order sent.
final class JumpingClock implements Trouble {
  private static final Duration SHORT = Duration.ofMinutes(30);
  private static final Duration LONG = Duration.ofHours(2);

  private static final Duration AHEAD = Duration.ofHours(1);

  private final Path offset;
  private final Instant began = Instant.now();

  JumpingClock(Path directory) {
    this.offset = directory.resolve("clock-offset");
  }

  @Override
  public List<String> prefix() throws IOException, InterruptedException {
    set(Duration.ZERO);
    Path source = offset.resolveSibling("jumping-clock.c");
    try (InputStream text = JumpingClock.class.getResourceAsStream("jumping-clock.c")) {
      Files.copy(Objects.requireNonNull(text), source);
    }
    Path library = offset.resolveSibling("jumping-clock.so");
    Process compiler =
        new ProcessBuilder(
                "gcc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString())
            .inheritIO()
            .start();
    if (compiler.waitFor() != 0) {
      throw new IOException("The clock part needs a C compiler that works.");
    }
    return List.of("env", "LD_PRELOAD=" + library, "CLOCK_OFFSET=" + offset);
  }

  /// The process has the file mapped, so it is changed in place.
  private void set(Duration ahead) throws IOException {
    ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    seconds.putLong(ahead.toSeconds()).flip();
    try (FileChannel file =
        FileChannel.open(offset, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      int _ = file.write(seconds, 0);
    }
  }

  @Override
  public String make(PlatformProcess platform, Duration length) throws IOException {
    Api api = platform.api();
    Api.Device sleeping = api.device(api.lwm2m("clock", 1), true, "869000000000001");
    Map<String, String> wanted = new LinkedHashMap<>();
    String content = "{\"dataType\":1,\"payload\":\"tick\"}";
    wanted.put(api.command(sleeping, content, (int) LONG.toSeconds()), "指令已保存");
    wanted.put(api.command(sleeping, content, (int) SHORT.toSeconds()), "指令发送失败");
    Duration third = length.dividedBy(3);
    Pause.of(third);
    set(AHEAD);
    Pause.of(third);
    set(Duration.ZERO);
    Pause.of(third);
    for (Map.Entry<String, String> command : wanted.entrySet()) {
      String status = api.command(sleeping, command.getKey()).path("commandStatus").asString("");
      if (!status.equals(command.getValue())) {
        throw new IllegalStateException(
            "command %s is %s, not %s".formatted(command.getKey(), status, command.getValue()));
      }
    }
    return "an hour ahead for %d s; a command of 30 min expired, one of 2 h waits"
        .formatted(third.toSeconds());
  }

  @Override
  public String check(PlatformProcess platform, ReportingFleet beside)
      throws IOException, InterruptedException {
    return new JournalOrder(began, Instant.now(), AHEAD).check(platform, beside);
  }
}
