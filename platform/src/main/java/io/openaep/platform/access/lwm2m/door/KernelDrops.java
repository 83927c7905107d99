package io.openaep.platform.access.lwm2m.door;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Datagrams that the kernel dropped because a socket's receive buffer was full: what a flood or a
/// slow moment costs, which no counter of ours can see. Linux only.
final class KernelDrops {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
  private static final int LOCAL_ADDRESS = 1;
  private static final int DROPS = 12;

  private KernelDrops() {}

  /// The sum over all UDP sockets on `port`; NaN where the system does not tell.
  static double ofPort(int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    double drops = Double.NaN;
    for (Path table : TABLES) {
      for (String line : lines(table)) {
        String[] columns = line.trim().split("\\s+", -1);
        if (columns.length > DROPS && columns[LOCAL_ADDRESS].endsWith(suffix)) {
          drops = (Double.isNaN(drops) ? 0 : drops) + Long.parseLong(columns[DROPS]);
        }
      }
    }
    return drops;
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException notLinux) {
      return List.of();
    }
  }
}
