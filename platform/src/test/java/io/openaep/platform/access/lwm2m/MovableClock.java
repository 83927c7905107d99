package io.openaep.platform.access.lwm2m;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until the test moves it.
final class MovableClock implements InstantSource {
  private final AtomicLong nowMillis =
      new AtomicLong(Instant.parse("2026-11-22T08:00:00Z").toEpochMilli());

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(nowMillis.get());
  }

  void advance(Duration by) {
    nowMillis.addAndGet(by.toMillis());
  }
}
