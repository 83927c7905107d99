package io.openaep.devices.at;

import java.time.Duration;
import java.time.Instant;

/// Watches the host's bytes in transparent mode for `+++` with silence before and after it (V.250
/// and the Quectel AT manual, 2.21). On the loop.
final class EscapeGuard {
  private static final String ESCAPE = "+++";

  /// What the guard does with the host's bytes.
  interface Outcome {
    /// They are data.
    void pass(byte[] bytes);

    /// The host asked for command mode.
    void escaped();
  }

  private final EventLoop loop;
  private final Duration silence;
  private final Outcome outcome;
  private Instant lastInput;
  private String held = "";
  private EventLoop.Timer timer = () -> {};

  EscapeGuard(EventLoop loop, Duration silence, Outcome outcome) {
    this.loop = loop;
    this.silence = silence;
    this.outcome = outcome;
    this.lastInput = loop.now();
  }

  void accept(byte[] bytes) {
    Instant now = loop.now();
    boolean quietBefore = !held.isEmpty() || !now.isBefore(lastInput.plus(silence));
    lastInput = now;
    timer.cancel();
    String all = held + Octets.of(bytes);
    held = "";
    if (quietBefore && ESCAPE.startsWith(all)) {
      held = all;
      timer = loop.after(silence, this::quietAfter);
    } else {
      outcome.pass(Octets.bytes(all));
    }
  }

  private void quietAfter() {
    String all = held;
    held = "";
    if (all.equals(ESCAPE)) {
      outcome.escaped();
    } else {
      outcome.pass(Octets.bytes(all));
    }
  }

  void close() {
    timer.cancel();
  }
}
