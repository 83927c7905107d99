package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Observation;
import java.util.ArrayDeque;
import java.util.List;
import org.eclipse.californium.core.coap.Token;

/// Observe requests for what was wanted on a former registration: one a turn of the lane, then at
/// its end again, so that a command goes in between; all of them together take one place, for there
/// may be more of them than the lane has. What has been answered, cancelled or refused meanwhile is
/// passed over. The first that meets silence, or a full lane, ends it, and the rest waits until the
/// device is asked again ({@link Unobserved}). On the protocol thread.
final class RenewTask implements RequestLane.Task {
  private final Lwm2mSession session;
  private final Parts parts;
  private final RequestLane lane;
  private final ArrayDeque<Observation> open;
  private final Runnable ended;

  /// @param ended told once, whatever becomes of it
  RenewTask(
      Lwm2mSession session, Parts parts, RequestLane lane, List<Observation> open, Runnable ended) {
    this.session = session;
    this.parts = parts;
    this.lane = lane;
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
        new ObserveTask(
            session, parts, new Token(next.token().toArray()), next.path(), session::notObserved);
    ask.begin(() -> {
      done.run();
      if (ask.wasHeard() && !open.isEmpty()) {
        lane.add(this); // not begun here: what fails to begin must meet the lane's own care
      } else {
        ended.run();
      }
    });
  }

  private boolean isOpen(Observation observation) {
    return session.objects().at(observation.token()).filter(it -> !it.established()).isPresent();
  }

  @Override
  public void never(String reason) {
    ended.run();
    session.notObserved(reason);
  }
}
