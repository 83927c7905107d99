package io.openaep.devices.link;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Loses and delays datagrams of both directions, by a seeded random sequence. Never reorders: a
/// cellular bearer delivers in order.
final class ImpairedDatagrams implements Datagrams {
  private final Datagrams below;
  private final Lane lane;
  private final double lossPercent;
  private final Duration oneWay;
  private final RandomGenerator random;
  private boolean closed;

  ImpairedDatagrams(Datagrams below, Lane lane, Impairment impairment) {
    this.below = below;
    this.lane = lane;
    this.lossPercent = impairment.lossPercent();
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
    if (random.nextDouble(100) < lossPercent) {
      return;
    }
    if (oneWay.isZero()) {
      step.run();
      return;
    }
    lane.after(
        oneWay,
        () -> {
          if (!closed) {
            step.run();
          }
        });
  }
}
