package io.openaep.devices.link.lwm2m;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// When an unanswered confirmable message is sent again (RFC 7252, 4.2; `QLWCFG="retransmit"`).
///
/// @param ackTimeout the first wait, stretched at random by up to a half; it doubles each time
/// @param maxRetransmit how often it is repeated before it is given up
public record Retransmission(Duration ackTimeout, int maxRetransmit) {
  /// CoAP's own values, and the module's.
  public static final Retransmission DEFAULT = new Retransmission(Duration.ofSeconds(2), 4);

  private static final double ACK_RANDOM_FACTOR = 1.5;

  public Retransmission {
    if (!ackTimeout.isPositive() || maxRetransmit < 0) {
      throw new IllegalArgumentException("Give a positive timeout and a count of 0 or more");
    }
  }

  Duration firstWait(RandomGenerator random) {
    double factor = 1 + random.nextDouble() * (ACK_RANDOM_FACTOR - 1);
    return Duration.ofNanos((long) (ackTimeout.toNanos() * factor));
  }

  /// The longest time from the first transmission to giving up (MAX_TRANSMIT_WAIT, RFC 7252,
  /// 4.8.2).
  public Duration longestWait() {
    long doublings = (1L << (maxRetransmit + 1)) - 1;
    return Duration.ofNanos((long) (ackTimeout.toNanos() * doublings * ACK_RANDOM_FACTOR));
  }
}
