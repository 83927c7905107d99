package io.openaep.platform.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where a door says that it refused a peer or a message: a counter by door and kind,
/// a log line that names the device or the address, and a line in its trace. The log takes so many
/// a second: a flood must not fill the disk. Thread-safe.
public final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\"]");
  private static final int WHO_CHARS = 80;
  private static final int REASON_CHARS = 300;

  private static final int LINES_PER_SECOND = 200;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final MeterRegistry meters;
  private final Tap tap;
  private final Counter unlogged;
  private long secondBeganNanos;
  private int lines;
  private int left;

  public Refusals(MeterRegistry meters, Tap tap) {
    this.meters = meters;
    this.tap = tap;
    this.unlogged =
        Counter.builder("openaep.refused.unlogged")
            .description("Refusals that were left out of the log for their number")
            .register(meters);
    this.secondBeganNanos = meters.config().clock().monotonicTime();
  }

  /// Without a trace.
  public Refusals(MeterRegistry meters) {
    this(meters, Tap.BLIND);
  }

  /// Counts, logs and traces one refusal.
  ///
  /// @param kind a short fixed word for the metric's label, such as `bad_credentials`, `malformed`;
  ///   never text that a peer chose
  /// @param who the device id if known, else what the peer called itself; bounded and cleaned here
  /// @param remote `address:port`
  /// @param reason a sentence for people, without secrets
  public void refused(Door door, String kind, String who, String remote, String reason) {
    Counter.builder("openaep.refused")
        .description("Peers and messages that were refused")
        .tags("door", door.word(), "kind", kind)
        .register(meters)
        .increment();
    String cleanReason = printable(reason, REASON_CHARS);
    if (mayLog()) {
      LOG.info(
          "refused door={} kind={} device={} remote={} reason=\"{}\"",
          door.word(),
          kind,
          printable(who, WHO_CHARS),
          remote,
          cleanReason);
    }
    tap.refused(Tap.Party.Stranger.of(who, remote), door, remote, cleanReason);
  }

  private synchronized boolean mayLog() {
    long now = meters.config().clock().monotonicTime();
    if (now - secondBeganNanos >= SECOND_NANOS) {
      if (left > 0) {
        LOG.warn("refusals left out of the log device=- count={}", left);
      }
      secondBeganNanos = now;
      lines = 0;
      left = 0;
    }
    if (lines < LINES_PER_SECOND) {
      lines++;
      return true;
    }
    left++;
    unlogged.increment();
    return false;
  }

  /// Text of a peer made safe for a log line: control characters and quotes replaced, bounded.
  static String printable(String text, int limitChars) {
    String bounded = text.length() > limitChars ? text.substring(0, limitChars) + "…" : text;
    return UNSAFE.matcher(bounded).replaceAll("?");
  }
}
