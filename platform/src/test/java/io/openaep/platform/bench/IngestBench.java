package io.openaep.platform.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.RepeatKey;
import io.openaep.platform.access.Source;
import io.openaep.platform.data.SqlDataStore;
import io.openaep.platform.ingest.Ingest;
import io.openaep.platform.ingest.IngestSettings;
import io.openaep.platform.journal.JournalSettings;
import io.openaep.platform.journal.SqliteJournal;
import io.openaep.platform.journal.Tail;
import io.openaep.platform.journal.TailSettings;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.ProductForm;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import io.openaep.wire.model.ThingModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The spine without the protocols: ingest, journal and the fold `data` with its tail, for
/// confirmable 200-byte reports of 10,000 devices. Prints what a message costs in CPU time, all
/// threads together. Argument: a directory on the disk to measure.
public final class IngestBench {
  private static final int MESSAGES = 300_000;
  private static final int DEVICES = 10_000;
  private static final int OUTSTANDING = 1_000;

  private IngestBench() {}

  public static void main(String[] args) throws Exception {
    System.out.println("messages/s   CPU µs/message");
    for (int round = 0; round < 4; round++) {
      Path directory = Files.createTempDirectory(Path.of(args[0]), "ingest");
      run(directory);
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private static void run(Path directory) throws InterruptedException {
    var meters = new SimpleMeterRegistry();
    InstantSource clock = InstantSource.system();
    try (var journal =
            SqliteJournal.open(
                new SqliteFile(directory.resolve("journal.db"), Durability.FULL),
                JournalSettings.USUAL,
                clock,
                meters);
        var file = Database.open(new SqliteFile(directory.resolve("data.db"), Durability.NORMAL));
        Tail tail =
            new Tail(
                    journal,
                    new SqlDataStore(file, _ -> Optional.of(1L), clock),
                    TailSettings.USUAL,
                    meters)
                .start()) {
      Ingest ingest =
          Ingest.open(
              journal,
              IngestBench::product,
              _ -> ThingModel.EMPTY,
              IngestSettings.USUAL.rememberedMessages(),
              clock,
              meters);
      Semaphore window = new Semaphore(OUTSTANDING);
      long startedAtNanos = System.nanoTime();
      long cpuAtNanos = JournalBench.cpuNanos();
      for (int i = 0; i < MESSAGES; i++) {
        window.acquire();
        ingest.store(report(i)).whenComplete((_, _) -> window.release());
      }
      window.acquire(OUTSTANDING);
      double seconds = (System.nanoTime() - startedAtNanos) / 1e9;
      tail.awaitFolded(journal.end()).toCompletableFuture().join();
      double cpuMicros = (JournalBench.cpuNanos() - cpuAtNanos) / 1e3 / MESSAGES;
      System.out.printf("%,10.0f  %15.2f%n", MESSAGES / seconds, cpuMicros);
    }
  }

  private static Inbound report(int number) {
    long device = (number * 7_919L) % DEVICES;
    return new Inbound.Report(
        new Source(
            new DeviceRef(device, 15_500_001, "device" + device), Door.LWM2M, 7, "192.0.2.1:5683"),
        Instant.now(),
        "/19/0/0",
        Optional.of(42),
        Bytes.wrap(new byte[200]),
        true,
        Optional.of(new RepeatKey(number * 0x9e37_79b9_7f4a_7c15L)));
  }

  private static Optional<Product> product(long productId) {
    ProductForm form =
        new ProductForm(
            "p",
            "",
            "",
            "",
            "",
            1,
            1,
            1,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            "");
    return Optional.of(
        new Product(
            productId,
            "1",
            "0".repeat(32),
            Protocol.LWM2M,
            false,
            true,
            Optional.empty(),
            EndpointFormat.IMEI,
            new PowerMode.Drx(),
            ProductOptions.STANDARD,
            form,
            Instant.EPOCH,
            Instant.EPOCH));
  }
}
