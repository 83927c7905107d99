package io.openaep.devices.module.command;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;

/// One run of `AT+QPING`: its lines one by one, then the sums. On the thread that pings.
final class Echoes {
  private static final int PAYLOAD_BYTES = 32;

  /// What is told for the hops that are left: a program without privileges cannot see them.
  private static final int HOPS = 64;

  private static final int TIMED_OUT = 569;

  private final Internet internet;
  private final InetAddress address;
  private final Duration limit;
  private final Runnable packet;
  private final List<Long> times = new ArrayList<>();
  private int sent;

  Echoes(Internet internet, InetAddress address, Duration limit, Runnable packet) {
    this.internet = internet;
    this.address = address;
    this.limit = limit;
    this.packet = packet;
  }

  String next() throws IOException {
    sent++;
    packet.run();
    Optional<Duration> echo = internet.ping(address, limit);
    if (echo.isEmpty()) {
      return "+QPING: " + TIMED_OUT;
    }
    long ms = echo.get().toMillis();
    times.add(ms);
    return "+QPING: 0,\"%s\",%d,%d,%d".formatted(address.getHostAddress(), PAYLOAD_BYTES, ms, HOPS);
  }

  String sums() {
    LongSummaryStatistics sums = times.stream().mapToLong(ms -> ms).summaryStatistics();
    long low = times.isEmpty() ? 0 : sums.getMin();
    long high = times.isEmpty() ? 0 : sums.getMax();
    return "+QPING: 0,%d,%d,%d,%d,%d,%d"
        .formatted(
            sent, times.size(), sent - times.size(), low, high, Math.round(sums.getAverage()));
  }
}
