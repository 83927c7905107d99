package io.openaep.platform.command;

import io.openaep.platform.access.ObjectSession;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.Sessions;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/// A device's rhythm from all that is known of it: what this run has heard, and, because that is
/// nothing after a restart, what its history and its kept registration tell. Thread-safe; blocks
/// for a read of the history.
///
/// @param past when devices reported
/// @param sessions where registrations are found
record Rhythms(PastReports past, Sessions sessions) {
  /// Enough for 16 wake-ups with four reports each.
  private static final int PAST_REPORTS = 64;

  /// @param live heard since the start
  /// @return for words alone: what is said of a contact must be taken from `live`
  Optional<Heard> of(long device, Optional<Heard> live) {
    if (live.filter(Heard::knowsItsRhythm).isPresent()) {
      return live;
    }
    Optional<Registration> registration =
        ObjectSession.of(sessions, device).map(ObjectSession::registration);
    TreeSet<Instant> times = new TreeSet<>(past.newest(device, PAST_REPORTS));
    registration.ifPresent(it -> {
      times.add(it.registeredAt());
      times.add(it.updatedAt());
    });
    live.map(Heard::at).filter(it -> it.isAfter(Instant.MIN)).ifPresent(times::add);
    if (times.isEmpty()) {
      return live;
    }
    Heard learned = new Heard();
    times.forEach(it -> learned.uplink(0, it, Optional.empty()));
    live.flatMap(Heard::lifetime)
        .or(() -> registration.map(Registration::lifetime))
        .ifPresent(it -> learned.uplink(0, times.last(), Optional.of(it)));
    boolean lessKnown = live.filter(it -> it.gaps() >= learned.gaps()).isPresent();
    return lessKnown ? live : Optional.of(learned);
  }
}
