package io.openaep.platform.access.lwm2m;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.Uplinks;
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
  private final MeterRegistry meters;

  CountedUplinks(Uplinks uplinks, MessageInHand inHand, MeterRegistry meters) {
    this.uplinks = uplinks;
    this.inHand = inHand;
    this.meters = meters;
  }

  @Override
  public CompletionStage<Receipt> store(Inbound inbound) {
    Door door = inbound.source().door();
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
      if (failure != null) {
        count(door, "not_stored");
      } else {
        count(door, receipt.repeated() ? "repeated" : "stored");
      }
    });
  }

  private void count(Door door, String result) {
    meters.counter("openaep.lwm2m.uplinks", "door", door.word(), "result", result).increment();
  }
}
