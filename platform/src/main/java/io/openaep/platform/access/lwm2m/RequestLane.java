package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.lwm2m.coap.ProtocolThread;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The platform's requests to one device, one at a time and in order (RFC 7252, 4.7: NSTART 1), and
/// none before every uplink that came earlier has its answer, so that the device sees "stored,
/// acknowledged, then the command". On the protocol thread, but for {@link #uplinkAnswered}.
final class RequestLane {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLane.class);

  private static final int WAITING_LIMIT = 16;

  private final ProtocolThread protocol;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(1);
  private @Nullable Task current;
  private long uplinks;
  private final AtomicLong answered = new AtomicLong();
  private volatile boolean parked;

  /// One request.
  interface Task {
    /// Sends it.
    ///
    /// @param done to be called once, when the next may follow
    void begin(Runnable done);

    /// It was not and will not be sent.
    void never(String reason);
  }

  /// @param after how many uplinks must have been answered before
  private record Waiting(Task task, long after) {}

  RequestLane(ProtocolThread protocol) {
    this.protocol = protocol;
  }

  void add(Task task) {
    if (waiting.size() >= WAITING_LIMIT) {
      task.never("too many requests wait for this device");
      return;
    }
    waiting.addLast(new Waiting(task, uplinks));
    pump();
  }

  /// Before everything that waits: an observe request.
  void addFirst(Task task) {
    waiting.addFirst(new Waiting(task, uplinks));
    pump();
  }

  /// An uplink came; it will be answered, or not, by {@link #uplinkAnswered}.
  void uplinkBegan() {
    uplinks++;
  }

  /// An uplink was answered or will not be. Any thread.
  void uplinkAnswered() {
    answered.incrementAndGet();
    if (parked) {
      protocol.run(this::pump);
    }
  }

  /// Gives up everything that waits.
  void end(String reason) {
    while (!waiting.isEmpty()) {
      waiting.removeFirst().task().never(reason);
    }
  }

  private void pump() {
    Waiting next = waiting.peekFirst();
    if (current != null || next == null) {
      return;
    }
    parked = true; // before the look: an answer in between must wake us
    if (answered.get() < next.after()) {
      return;
    }
    parked = false;
    waiting.removeFirst();
    current = next.task();
    begin(next.task());
  }

  /// A task that cannot even begin (the registry does not answer) must not hold the lane.
  private void begin(Task task) {
    try {
      task.begin(() -> {
        current = null;
        pump();
      });
    } catch (RuntimeException e) {
      LOG.error("request not begun", e);
      if (task.equals(current)) {
        current = null;
        try {
          task.never("the platform failed before it was sent");
        } finally {
          pump();
        }
      }
    }
  }
}
