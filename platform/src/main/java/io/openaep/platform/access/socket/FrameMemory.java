package io.openaep.platform.access.socket;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/// The bytes that the connections of all stream doors hold and have not handled: many peers that
/// each begin a long frame, packet or TLS record and never end it must not add up. Thread-safe.
public final class FrameMemory {
  /// A login fits in so much, and a whole door of peers that hold so much each is no harm.
  public static final int HARMLESS_BYTES = 1_024;

  private final long limitBytes;
  private final LongAdder heldBytes = new LongAdder();

  public FrameMemory(long limitBytes, MeterRegistry meters) {
    if (limitBytes < 1) {
      throw new IllegalArgumentException(
          "unfinishedLimitBytes must be at least 1, not " + limitBytes);
    }
    this.limitBytes = limitBytes;
    Gauge.builder("openaep.streams.unfinished", heldBytes, LongAdder::sum)
        .baseUnit("bytes")
        .description("Bytes that MQTT and TCP connections have sent and that are not handled yet")
        .register(meters);
  }

  /// What one connection holds; lives on its event loop.
  public Share share() {
    return share(HARMLESS_BYTES);
  }

  /// @param harmlessBytes whoever holds no more is let be
  Share share(int harmlessBytes) {
    return new Share(harmlessBytes);
  }

  /// One connection's part.
  public final class Share {
    private final int harmlessBytes;
    private int countedBytes;

    private Share(int harmlessBytes) {
      this.harmlessBytes = harmlessBytes;
    }

    /// The connection holds so much now.
    public void holds(int bytes) {
      if (bytes != countedBytes) {
        heldBytes.add((long) bytes - countedBytes);
        countedBytes = bytes;
      }
    }

    /// Whether all connections hold too much, and this one has its part in it: asked when what it
    /// holds is not whole, so that it wants still more.
    public boolean isTooMuch() {
      return countedBytes > harmlessBytes && heldBytes.sum() > limitBytes;
    }
  }
}
