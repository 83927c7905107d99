package io.openaep.devices.link;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Loses, delays, repeats and reorders datagrams of both directions, by a seeded random sequence.
/// Unless told to reorder it delivers in order, as a cellular bearer does.
final class ImpairedDatagrams implements Datagrams {
  /// So late is a datagram that others overtake, or the second copy of one, at most.
  private static final int LATE_MS = 40;

  private final Datagrams below;
  private final Lane lane;
  private final Impairment impairment;
  private final Duration oneWay;
  private final RandomGenerator random;
  private boolean closed;

  ImpairedDatagrams(Datagrams below, Lane lane, Impairment impairment) {
    this.below = below;
    this.lane = lane;
    this.impairment = impairment;
    this.oneWay = impairment.roundTrip().dividedBy(2);
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(impairment.seed());
  }

  @Override
  public void send(Bytes datagram) {
    pass(() -> below.send(datagram));
  }

  @Override
  public void receiver(Receiver receiver) {
    below.receiver(datagram -> pass(() -> receiver.received(datagram)));
  }

  @Override
  public void close() {
    closed = true;
    below.close();
  }

  private void pass(Runnable step) {
    if (happens(impairment.lossPercent())) {
      return;
    }
    if (happens(impairment.duplicatePercent())) {
      after(late(), step);
    }
    Duration delay = happens(impairment.reorderPercent()) ? late() : oneWay;
    if (delay.isZero()) {
      step.run();
    } else {
      after(delay, step);
    }
  }

  /// Draws nothing where it never happens, so that a seed means the same as without it.
  private boolean happens(double percent) {
    return percent > 0 && random.nextDouble(100) < percent;
  }

  private Duration late() {
    return oneWay.plusMillis(1 + random.nextInt(LATE_MS));
  }

  private void after(Duration delay, Runnable step) {
    lane.after(
        delay,
        () -> {
          if (!closed) {
            step.run();
          }
        });
  }
}
