package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.PowerMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Devices whose answer to an observe request is still owed: asked again and again, for whoever is
/// not observed cannot report. Each time after twice as long, up to an hour, as long as the
/// registration lives; one in power saving mode hears nothing between its contacts and is asked at
/// the next of them instead. At most one entry a registration. On the protocol thread.
final class Unobserved {
  private static final Logger LOG = LoggerFactory.getLogger(Unobserved.class);

  static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int DOUBLINGS = 6;

  /// Bounds the requests that begin in one tick, when a restart finds many.
  private static final int AT_A_TIME = 200;

  private final Parts parts;
  private final Map<Lwm2mSession, Owed> all = new HashMap<>();
  private final TreeSet<Owed> waiting =
      new TreeSet<>(Comparator.comparing(Owed::at).thenComparingLong(Owed::order));
  private long orders;
  private volatile int size;

  /// @param asked how often it was in vain
  private record Owed(Instant at, long order, Lwm2mSession session, int asked) {}

  Unobserved(Parts parts) {
    this.parts = parts;
  }

  /// Any thread.
  int size() {
    return size;
  }

  /// Nobody knows whether it was asked: it will be, one of the next times {@link #ask} is called.
  void unknown(Lwm2mSession session) {
    owe(session, parts.now(), 0);
  }

  /// It was asked in vain.
  void failed(Lwm2mSession session, String reason) {
    if (session.isOver()) {
      return;
    }
    Owed before = all.get(session);
    int asked = before == null ? 1 : before.asked() + 1;
    Duration again = wait(asked - 1);
    owe(session, parts.now().plus(again), asked);
    LOG.info(
        "not observed device={} asked={} reason=\"{}\" again={}",
        session.source().device().deviceId(),
        asked,
        reason,
        again);
  }

  private static Duration wait(int asked) {
    Duration wait = FIRST.multipliedBy(1L << Math.min(asked, DOUBLINGS));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }

  private boolean sleeps(Lwm2mSession session) {
    return parts
        .ports
        .authenticator()
        .profile(session.source().device().number())
        .filter(it -> it.power() instanceof PowerMode.Psm)
        .isPresent();
  }

  private void owe(Lwm2mSession session, Instant at, int asked) {
    Owed owed = new Owed(at, orders++, session, asked);
    Owed before = all.put(session, owed);
    if (before != null) {
      waiting.remove(before);
    }
    waiting.add(owed);
    size = all.size();
  }

  /// It has answered, or its registration is over.
  void settled(Lwm2mSession session) {
    Owed owed = all.remove(session);
    if (owed != null) {
      waiting.remove(owed);
      size = all.size();
    }
  }

  /// Asks those whose time has come. The next time is set before, and stands if nobody hears what
  /// became of this one (the registry does not answer).
  void ask(Instant now) {
    for (int i = 0; i < AT_A_TIME && !waiting.isEmpty(); i++) {
      Owed next = waiting.first();
      if (next.at().isAfter(now)) {
        return;
      }
      owe(next.session(), now.plus(wait(next.asked())), next.asked());
      if (sleeps(next.session())) {
        LOG.debug(
            "not asked before it is heard device={}", next.session().source().device().deviceId());
        owe(next.session(), Instant.MAX, next.asked());
      } else {
        next.session().observeUnlessEstablished();
      }
    }
  }
}
