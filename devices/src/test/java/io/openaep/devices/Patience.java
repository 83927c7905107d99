package io.openaep.devices;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/// How long a test waits for what must happen. It looks often, because most comes within
/// milliseconds, and gives up late: a slow machine beside others is no fault of ours.
public final class Patience {
  public static final Duration LONGEST = Duration.ofMinutes(1);

  private Patience() {}

  public static ConditionFactory await() {
    return Awaitility.await()
        .atMost(LONGEST)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(3));
  }
}
