package io.openaep.conformance;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/// How long a test waits for what must happen. It looks often, because most comes soon, and gives
/// up late: a slow machine beside others is no fault of ours.
public final class Patience {
  public static final Duration LONGEST = Duration.ofMinutes(2);

  private Patience() {}

  public static ConditionFactory await() {
    return Awaitility.await()
        .atMost(LONGEST)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20));
  }
}
