package io.openaep.platform.account;

import io.openaep.platform.registry.Refused;
import io.openaep.platform.registry.Refused.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often an address may fail to sign in: guessing must not pay. Remembers a bounded number of
/// addresses, the most recent ones. Thread-safe.
final class SignInLimit {
  private static final int ADDRESSES = 10_000;

  private final AccountSettings settings;
  private final InstantSource clock;
  private final Map<String, Deque<Instant>> tries = new LinkedHashMap<>(16, 0.75f, true);

  SignInLimit(AccountSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// Counts a try before it is known to fail, so that tries that come all at once are counted too.
  ///
  /// @return what {@link #succeeded} takes back
  /// @throws Refused `LIMIT_REACHED` if this address must wait
  synchronized Instant begin(String address) {
    Instant now = clock.instant();
    Deque<Instant> times = tries.computeIfAbsent(network(address), _ -> new ArrayDeque<>());
    while (!times.isEmpty() && !times.getFirst().plus(settings.badSignInsWithin()).isAfter(now)) {
      times.removeFirst();
    }
    if (times.size() >= settings.badSignIns()) {
      Duration wait = Duration.between(now, times.getFirst().plus(settings.badSignInsWithin()));
      throw new Refused(
          Kind.LIMIT_REACHED,
          "too many sign-ins failed from here; try again in %d s".formatted(wait.toSeconds() + 1));
    }
    times.addLast(now);
    if (tries.size() > ADDRESSES) {
      var oldest = tries.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return now;
  }

  /// Takes back this one try. Failed ones stay: who owns an account here may not guess another's
  /// password for it.
  synchronized void succeeded(String address, Instant begun) {
    Deque<Instant> times = tries.get(network(address));
    if (times != null) {
      boolean _ = times.removeLastOccurrence(begun);
    }
  }

  /// An IPv6 subscriber has a whole /64.
  private static String network(String address) {
    String[] parts = address.split(":", -1);
    return parts.length > 4 ? String.join(":", parts[0], parts[1], parts[2], parts[3]) : address;
  }
}
