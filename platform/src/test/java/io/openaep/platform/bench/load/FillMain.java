package io.openaep.platform.bench.load;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.EventCodec;
import io.openaep.platform.journal.JournalSettings;
import io.openaep.platform.journal.SqliteJournal;
import io.openaep.platform.store.DataDirectory;
import io.openaep.platform.store.DataFile;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/// Fills a new data directory. Arguments: the directory, how many devices, how many reports of
/// theirs, over how many days up to yesterday, and `KEY:SECRET` of the application that owns them.
/// Prints what it cost and, last, the product's id, its MasterKey, and a device id.
public final class FillMain {
  private FillMain() {}

  public static void main(String[] arguments) {
    int devices = Integer.parseInt(arguments[1]);
    long reports = Long.parseLong(arguments[2]);
    int days = Integer.parseInt(arguments[3]);
    try (DataDirectory directory = DataDirectory.open(Path.of(arguments[0]))) {
      long began = System.nanoTime();
      DeviceFill.Made made = DeviceFill.run(directory, devices, arguments[4]);
      report("devices", devices, began);
      began = System.nanoTime();
      try (Database data = unsynced(directory, DataFile.DATA)) {
        new ReportFill(data, made, devices).run(reports, days);
      }
      report("reports", reports, began);
      atPosition(directory, reports);
      System.out.printf("filled %d %s %s%n", made.productId(), made.masterKey(), made.deviceId());
    }
  }

  private static void report(String what, long count, long began) {
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf("%s: %,d in %.1f s, %,.0f a second%n", what, count, seconds, count / seconds);
  }

  /// Without waiting for the disk: a machine that fails while it is filled is filled again.
  static Database unsynced(DataDirectory directory, DataFile file) {
    return Database.open(
        new SqliteFile(directory.path().resolve(file.fileName()), Durability.NORMAL));
  }

  /// The journal's end is where the fold says it is: its events have been trimmed but for one.
  private static void atPosition(DataDirectory directory, long position) {
    Path file = directory.path().resolve(DataFile.JOURNAL.fileName());
    SqliteJournal.open(
            new SqliteFile(file, Durability.FULL),
            JournalSettings.USUAL,
            InstantSource.system(),
            new SimpleMeterRegistry())
        .close();
    if (position > 0) {
      Event started = new Event.PlatformStarted(Instant.now());
      try (Database journal = unsynced(directory, DataFile.JOURNAL)) {
        journal.change(handle ->
            handle.update(
                "insert into event (position, at, body) values (?, ?, ?)",
                position,
                started.at(),
                EventCodec.encode(started)));
      }
    }
  }
}
