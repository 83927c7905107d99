package io.openaep.platform.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/// What operators see of push. No receiver's name is in it: there may be very many.
final class PushMeters {
  final Counter accepted;
  final Counter failed;
  final Counter dropped;
  final Counter givenUp;
  final Counter deadDropped;
  private final Timer delay;

  PushMeters(MeterRegistry meters) {
    accepted = messages(meters, "accepted", "Messages that a receiver has taken");
    failed = messages(meters, "failed", "Tries that did not get through");
    dropped = messages(meters, "dropped", "Messages dropped: nobody wants them, or AEP's rule");
    givenUp = messages(meters, "given-up", "Messages that became dead letters");
    deadDropped = messages(meters, "dead-dropped", "Dead letters dropped for age or number");
    delay =
        Timer.builder("openaep.push.delay")
            .description("From the event until a receiver has taken the message")
            .register(meters);
  }

  private static Counter messages(MeterRegistry meters, String outcome, String what) {
    return Counter.builder("openaep.push.messages")
        .tag("outcome", outcome)
        .description(what)
        .register(meters);
  }

  void gauges(
      MeterRegistry meters,
      Supplier<Number> pending,
      Supplier<Number> inFlight,
      Supplier<Number> paused) {
    Gauge.builder("openaep.push.pending", pending)
        .description("Messages that wait, for all receivers")
        .register(meters);
    Gauge.builder("openaep.push.in.flight", inFlight)
        .description("Messages under way")
        .register(meters);
    Gauge.builder("openaep.push.paused", paused)
        .description("Receivers that are waited for")
        .register(meters);
  }

  void delayed(Duration since) {
    delay.record(since.isNegative() ? Duration.ZERO : since);
  }
}
