package io.openaep.platform.bench;

import io.openaep.platform.data.SqlDataStore;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The fold `data`: what one 200-byte report costs it in CPU time and on the clock, in batches of
/// 1,000, for several sizes of fleet. Argument: a directory on the disk to measure.
public final class DataBench {
  private static final int EVENTS = 300_000;
  private static final int BATCH = 1_000;

  private DataBench() {}

  public static void main(String[] args) throws Exception {
    System.out.println("devices    events/s   CPU µs/event");
    for (int devices : new int[] {1_000, 1_000, 100, 1_000, 100_000}) {
      run(Path.of(args[0]), devices);
    }
  }

  private static void run(Path directory, int devices) throws Exception {
    Path file = Files.createTempFile(directory, "data", ".db");
    try (Database database = Database.open(new SqliteFile(file, Durability.NORMAL))) {
      SqlDataStore data = new SqlDataStore(database, _ -> Optional.of(1L), InstantSource.system());
      var threads = ManagementFactory.getThreadMXBean();
      long cpuNanos = 0;
      long wallNanos = 0;
      for (int first = 0; first < EVENTS; first += BATCH) {
        List<Recorded> batch = new ArrayList<>();
        for (int i = first; i < first + BATCH; i++) {
          // Spread over the numbers as a fleet's reports are, not ascending.
          long device = (i * 7_919L) % devices;
          batch.add(new Recorded(i + 1L, JournalBench.report(device)));
        }
        long cpuAtNanos = threads.getCurrentThreadCpuTime();
        long startedAtNanos = System.nanoTime();
        data.fold(batch);
        cpuNanos += threads.getCurrentThreadCpuTime() - cpuAtNanos;
        wallNanos += System.nanoTime() - startedAtNanos;
      }
      System.out.printf(
          "%,7d  %,10.0f  %13.2f%n", devices, EVENTS / (wallNanos / 1e9), cpuNanos / 1e3 / EVENTS);
    }
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(file + suffix));
    }
  }
}
