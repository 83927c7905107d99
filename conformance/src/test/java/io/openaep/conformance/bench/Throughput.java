package io.openaep.conformance.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Prints, for each protocol, messages acknowledged (and so stored) per second and the platform's
/// CPU time per message. The platform runs in another process; pin both to a core each.
///
///     Throughput PID NAME LANES...
public final class Throughput {
  private static final int WINDOWS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final Duration WINDOW = Duration.ofSeconds(4);
  private static final Duration REPEAT = Duration.ofSeconds(2);
  private static final double TICK_MICROS = 10_000;

  private final long pid;
  private final List<? extends Lane> lanes;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(65_536);
  private long repeatAt = System.nanoTime() + REPEAT.toNanos();

  Throughput(long pid, List<? extends Lane> lanes) {
    this.pid = pid;
    this.lanes = lanes;
  }

  /// Drives the lanes and prints one row.
  void measure(String name) throws IOException {
    try (Selector selector = Selector.open()) {
      for (Lane lane : lanes) {
        lane.channel().register(selector, SelectionKey.OP_READ, lane);
        lane.send();
      }
      drive(selector, WARM_UP);
      double[] rates = new double[WINDOWS];
      double[] costs = new double[WINDOWS];
      for (int i = 0; i < WINDOWS; i++) {
        long cpu = cpuTicks();
        long start = System.nanoTime();
        long acknowledged = drive(selector, WINDOW);
        double seconds = (System.nanoTime() - start) / 1e9;
        rates[i] = acknowledged / seconds;
        costs[i] = (cpuTicks() - cpu) * TICK_MICROS / acknowledged;
      }
      Arrays.sort(rates);
      Arrays.sort(costs);
      System.out.printf(
          "%-28s %,9.0f stored/s [%,.0f-%,.0f]  %5.1f CPU-us/message [%.1f-%.1f]%n",
          name, rates[1], rates[0], rates[2], costs[1], costs[0], costs[2]);
    } finally {
      for (Lane lane : lanes) {
        lane.channel().close();
      }
    }
  }

  private long drive(Selector selector, Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    long[] acknowledged = {0};
    while (System.nanoTime() < end) {
      selector.select(key -> acknowledged[0] += serve((Lane) key.attachment()), 100);
      if (System.nanoTime() > repeatAt) {
        repeatAt = System.nanoTime() + REPEAT.toNanos();
        for (Lane lane : lanes) {
          lane.repeat();
        }
      }
    }
    return acknowledged[0];
  }

  private int serve(Lane lane) {
    try {
      int acknowledged = lane.receive(scratch);
      if (lane.idle()) {
        lane.send();
      }
      return acknowledged;
    } catch (IOException e) {
      throw new IllegalStateException("a lane broke: " + e, e);
    }
  }

  /// User and system time of the platform's process, in clock ticks of 10 ms.
  private long cpuTicks() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    List<String> fields = Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
  }

  static <T> List<T> times(int count, Maker<T> maker) throws IOException {
    List<T> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(maker.make(i));
    }
    return made;
  }

  /// Makes the n-th of something.
  interface Maker<T> {
    T make(int number) throws IOException;
  }
}
