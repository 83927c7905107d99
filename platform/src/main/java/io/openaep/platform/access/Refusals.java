package io.openaep.platform.access;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where a door says that it refused a peer or a message: a counter by door and kind,
/// and a log line that names the device or the address. Thread-safe.
public final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final MeterRegistry meters;

  public Refusals(MeterRegistry meters) {
    this.meters = meters;
  }

  /// Counts and logs one refusal.
  ///
  /// @param kind a short fixed word for the metric's label, such as `bad_credentials`, `malformed`;
  ///   never text that a peer chose
  /// @param who the device id if known, else what the peer called itself; bounded and cleaned here
  /// @param remote `address:port`
  /// @param reason a sentence for people, without secrets
  public void refused(Door door, String kind, String who, String remote, String reason) {
    meters.counter("openaep.refused", "door", door.word(), "kind", kind).increment();
    LOG.info(
        "refused door={} kind={} device={} remote={} reason=\"{}\"",
        door.word(),
        kind,
        printable(who, 80),
        remote,
        printable(reason, 300));
  }

  /// Text of a peer made safe for a log line: control characters and quotes replaced, bounded.
  static String printable(String text, int limitChars) {
    String bounded = text.length() > limitChars ? text.substring(0, limitChars) + "…" : text;
    return bounded.replaceAll("[\\p{Cntrl}\"]", "?");
  }
}
