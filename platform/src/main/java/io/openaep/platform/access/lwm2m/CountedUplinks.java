package io.openaep.platform.access.lwm2m;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.Uplinks;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what became of uplinks and tells the trace, and makes a failure to start storing one more
/// that did not succeed: whoever waits for the stage then stays silent towards the device. On the
/// protocol thread; its stages end on any.
final class CountedUplinks implements Uplinks {
  private static final Logger LOG = LoggerFactory.getLogger(CountedUplinks.class);

  private final Uplinks uplinks;
  private final MessageInHand inHand;
  private final Map<Door, Map<Result, Counter>> counters = new EnumMap<>(Door.class);

  private enum Result {
    STORED,
    REPEATED,
    NOT_STORED
  }

  CountedUplinks(Uplinks uplinks, MessageInHand inHand, MeterRegistry meters) {
    this.uplinks = uplinks;
    this.inHand = inHand;
    for (Door door : List.of(Door.LWM2M, Door.LWM2MS)) {
      Map<Result, Counter> its = new EnumMap<>(Result.class);
      for (Result result : Result.values()) {
        its.put(result, counter(door, result, meters));
      }
      counters.put(door, its);
    }
  }

  private static Counter counter(Door door, Result result, MeterRegistry meters) {
    return Counter.builder("openaep.lwm2m.uplinks")
        .description("Messages of LwM2M devices and what became of them")
        .tags("door", door.word(), "result", result.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }

  @Override
  public CompletionStage<Receipt> store(Inbound inbound) {
    Map<Result, Counter> its = counters.getOrDefault(inbound.source().door(), Map.of());
    CompletionStage<Receipt> stored;
    try {
      stored = uplinks.store(inbound);
    } catch (RuntimeException e) {
      LOG.error("storing failed device={}", inbound.source().device().deviceId(), e);
      stored = CompletableFuture.failedFuture(e);
    }
    inHand.follow(stored);
    // what is returned comes after the count: whoever saw the answer sees it counted
    return stored.whenComplete((receipt, failure) -> {
      Result result =
          failure != null
              ? Result.NOT_STORED
              : receipt.repeated() ? Result.REPEATED : Result.STORED;
      Optional.ofNullable(its.get(result)).ifPresent(Counter::increment);
    });
  }
}
