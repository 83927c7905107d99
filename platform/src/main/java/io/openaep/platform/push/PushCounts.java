package io.openaep.platform.push;

import java.time.LocalDate;

/// How many messages were pushed, for statistics. Blocking; thread-safe.
public interface PushCounts {
  /// Messages of a tenant that receivers have taken, from the first to the last day (China's,
  /// UTC+8). One that was told twice, because a crash swallowed that it was taken, counts once or
  /// twice.
  long delivered(String tenantId, LocalDate from, LocalDate to);
}
