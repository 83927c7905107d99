package io.openaep.platform.access.socket;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that stands still until a test moves it. Thread-safe.
public final class FakeClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-22T08:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration step) {
    now = now.plus(step);
  }
}
