package io.openaep.platform.bench.load;

import io.openaep.platform.data.SqlDataStore;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.store.Database;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Makes reports of 200 bytes by the fold's own code, as if the journal had held them: evenly in
/// time, of one device after the other and round again, as devices report that have a rhythm.
final class ReportFill {
  private static final int BATCH = 2_000;
  private static final int PAYLOAD_BYTES = 200;

  private final SqlDataStore data;
  private final long firstDevice;
  private final int devices;
  private final byte[] payload = new byte[PAYLOAD_BYTES];

  ReportFill(Database database, DeviceFill.Made filled, int devices) {
    this.data =
        new SqlDataStore(database, _ -> Optional.of(filled.productId()), InstantSource.system());
    this.firstDevice = filled.firstNumber();
    this.devices = devices;
    ThreadLocalRandom.current().nextBytes(payload);
  }

  void run(long reports, int days) {
    Instant end = Instant.now().truncatedTo(ChronoUnit.DAYS);
    Instant start = end.minus(Duration.ofDays(days));
    double stepMillis = Duration.ofDays(days).toMillis() / (double) Math.max(1, reports);
    for (long first = 0; first < reports; first += BATCH) {
      List<Recorded> batch = new ArrayList<>(BATCH);
      for (long i = first; i < Math.min(reports, first + BATCH); i++) {
        long device = firstDevice + i % devices;
        batch.add(new Recorded(i + 1, report(start.plusMillis((long) (i * stepMillis)), device)));
      }
      data.fold(batch);
    }
  }

  private Event report(Instant at, long device) {
    return new Event.Reported(
        at,
        device,
        1,
        "tcp",
        "",
        0,
        true,
        device ^ at.toEpochMilli(),
        Bytes.wrap(payload),
        new Content.Opaque());
  }
}
