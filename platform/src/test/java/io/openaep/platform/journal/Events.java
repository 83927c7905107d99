package io.openaep.platform.journal;

import io.openaep.platform.journal.Event.Reported;
import io.openaep.wire.Bytes;
import java.time.Instant;

/// Sample events for tests.
public final class Events {
  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Events() {}

  public static Reported report(long device, Instant at, String payload) {
    return new Reported(
        at, device, 7, "tcp", "", -1, true, 0, Bytes.utf8(payload), new Content.Opaque());
  }

  /// A report whose payload is `text`, at noon, from device 1.
  public static Reported report(String text) {
    return report(1, NOON, text);
  }
}
