package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Observation;
import java.util.ArrayDeque;
import java.util.List;
import org.eclipse.californium.core.coap.Token;

/// Observe requests for what was wanted on a former registration, one after another in one turn of
/// the lane: there may be more of them than the lane has places. What has been answered, cancelled
/// or refused meanwhile is passed over; the first that meets silence ends the turn, and the rest
/// waits for the next update. On the protocol thread.
final class RenewTask implements RequestLane.Task {
  private final Lwm2mSession session;
  private final Parts parts;
  private final ArrayDeque<Observation> open;
  private final Runnable ended;

  /// @param ended told once, whatever becomes of it
  RenewTask(Lwm2mSession session, Parts parts, List<Observation> open, Runnable ended) {
    this.session = session;
    this.parts = parts;
    this.open = new ArrayDeque<>(open);
    this.ended = ended;
  }

  @Override
  public void begin(Runnable done) {
    Observation next = open.poll();
    while (next != null && !isOpen(next)) {
      next = open.poll();
    }
    if (next == null || session.isOver()) {
      ended.run();
      done.run();
      return;
    }
    ObserveTask ask =
        new ObserveTask(session, parts, new Token(next.token().toArray()), next.path());
    ask.begin(() -> {
      if (ask.wasHeard()) {
        begin(done);
      } else {
        ended.run();
        done.run();
      }
    });
  }

  private boolean isOpen(Observation observation) {
    return session.objects().at(observation.token()).filter(it -> !it.established()).isPresent();
  }

  @Override
  public void never(String reason) {
    ended.run();
  }
}
