package io.openaep.platform.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Whether the clock of the machine may be believed for what cannot be undone. A board without a
/// battery, a wrong answer of a time server or a restored virtual machine makes it jump ahead, and
/// whoever deletes by it then deletes everything. So a jump ahead counts only when it has lasted an
/// hour of a clock that cannot jump. A clock that falls back deletes too little, which is no harm.
/// For one thread.
final class SteadyClock {
  static final Duration SETTLES_IN = Duration.ofHours(1);

  /// Time servers correct by less between two looks.
  private static final Duration JUMP = Duration.ofMinutes(1);

  /// Longer than this, a platform is seldom without any event.
  private static final Duration SILENCE = Duration.ofDays(1);

  private final InstantSource clock;
  private final LongSupplier nanos;
  private Instant believed;
  private long seen;
  private long steadySince;
  private boolean steady;

  /// @param newest the time of the newest event there is; a start much later than that may be a
  ///   jump
  /// @param nanos a clock that cannot jump
  SteadyClock(InstantSource clock, LongSupplier nanos, Instant newest) {
    this.clock = clock;
    this.nanos = nanos;
    this.believed = clock.instant();
    this.seen = nanos.getAsLong();
    this.steadySince = seen;
    this.steady = !believed.isAfter(newest.plus(SILENCE));
  }

  /// To be asked regularly.
  boolean isSteady() {
    Instant now = clock.instant();
    long nanosNow = nanos.getAsLong();
    Instant expected = believed.plusNanos(nanosNow - seen);
    if (now.isAfter(expected.plus(JUMP))) {
      steady = false;
      steadySince = nanosNow;
    } else if (nanosNow - steadySince >= SETTLES_IN.toNanos()) {
      steady = true;
    }
    believed = now;
    seen = nanosNow;
    return steady;
  }
}
