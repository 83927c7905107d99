package io.openaep.platform.access.lwm2m;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Bounds how often one device may register from one address: each registration is a row on disk, a
/// new observation and an event for applications. By address too, so that whoever floods in a
/// device's name from elsewhere does not lock it out. A device restarting in a loop is told to come
/// back later; another one behind the same address is not touched. On the protocol thread.
final class RegistrationPace {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int limit;
  private final Map<Sender, Integer> counts = new HashMap<>();
  private Instant began = Instant.EPOCH;

  private record Sender(long device, String host) {}

  /// @param limit registrations a minute
  RegistrationPace(int limit) {
    this.limit = limit;
  }

  /// Counts one and says whether it may go on.
  boolean takes(long device, String host, Instant now) {
    boolean over = now.isBefore(began) || !now.isBefore(began.plus(WINDOW));
    if (over) { // or the clock was set back
      counts.clear();
      began = now;
    }
    return counts.merge(new Sender(device, host), 1, Integer::sum) <= limit;
  }
}
