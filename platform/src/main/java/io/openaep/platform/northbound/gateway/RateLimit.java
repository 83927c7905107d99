package io.openaep.platform.northbound.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// How many calls an application may make: so many a second, and as many again at once after a
/// pause. One application's flood is no other's trouble. Thread-safe; bounded by the applications
/// there are, for only admitted callers are counted.
final class RateLimit {
  private static final int BURST_SECONDS = 2;
  private static final int APPLICATIONS_KEPT = 10_000;

  private record Bucket(double left, Instant at) {}

  private final int callsPerSecond;
  private final Map<String, Bucket> buckets = new HashMap<>();

  RateLimit(int callsPerSecond) {
    this.callsPerSecond = callsPerSecond;
  }

  /// Takes one call.
  ///
  /// @return false if the application has none left at this moment
  synchronized boolean take(String appKey, Instant now) {
    double most = (double) callsPerSecond * BURST_SECONDS;
    if (buckets.size() > APPLICATIONS_KEPT) {
      buckets.clear();
    }
    Bucket before = buckets.getOrDefault(appKey, new Bucket(most, now));
    Duration since = Duration.between(before.at(), now);
    double earned = Math.max(0, since.toNanos()) / 1e9 * callsPerSecond;
    double left = Math.min(most, before.left() + earned);
    boolean allowed = left >= 1;
    buckets.put(appKey, new Bucket(allowed ? left - 1 : left, now));
    return allowed;
  }
}
