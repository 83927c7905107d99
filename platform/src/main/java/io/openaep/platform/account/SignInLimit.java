package io.openaep.platform.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How often an address may fail to sign in: guessing must not pay. Remembers a bounded number of
/// addresses, the most recent ones. Thread-safe.
final class SignInLimit {
  private static final int ADDRESSES = 10_000;

  private final AccountSettings settings;
  private final InstantSource clock;
  private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>(16, 0.75f, true);

  SignInLimit(AccountSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// How long this address must wait; empty if it may try.
  synchronized Optional<Duration> mustWait(String address) {
    Deque<Instant> times = failures.get(network(address));
    if (times == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    while (!times.isEmpty() && !times.getFirst().plus(settings.badSignInsWithin()).isAfter(now)) {
      times.removeFirst();
    }
    return times.size() < settings.badSignIns()
        ? Optional.empty()
        : Optional.of(Duration.between(now, times.getFirst().plus(settings.badSignInsWithin())));
  }

  synchronized void failed(String address) {
    Deque<Instant> times = failures.computeIfAbsent(network(address), _ -> new ArrayDeque<>());
    times.addLast(clock.instant());
    if (failures.size() > ADDRESSES) {
      var oldest = failures.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  synchronized void succeeded(String address) {
    failures.remove(network(address));
  }

  /// An IPv6 subscriber has a whole /64.
  private static String network(String address) {
    String[] parts = address.split(":", -1);
    return parts.length > 4 ? String.join(":", parts[0], parts[1], parts[2], parts[3]) : address;
  }
}
