package io.openaep.platform.data;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/// Which product each device that reports is of. A device never changes it, so the registry is
/// asked once for each; eight bytes a device, in runs of neighbouring numbers, as a map of a
/// million objects would take 80 MB. Used by the fold alone, under its lock.
final class Products {
  /// Of a device that the registry has no more.
  static final long NONE = 0;

  private static final int RUN = 1_024;

  /// Two million devices, 16 MB. Beyond them all are forgotten, and asked for again.
  private static final int MOST_RUNS = 2_048;

  private final LongFunction<Optional<Long>> productOf;
  private final Map<Long, long[]> runs = new HashMap<>();

  /// @param productOf by a device's number; empty if it is no more
  Products(LongFunction<Optional<Long>> productOf) {
    this.productOf = productOf;
  }

  long of(long device) {
    long[] run = run(device);
    int index = Math.floorMod(device, RUN);
    if (run[index] == NONE) {
      run[index] = productOf.apply(device).orElse(NONE);
    }
    return run[index];
  }

  /// Of a device that the registry has just deleted, while its data is still there.
  void learn(long device, long product) {
    run(device)[Math.floorMod(device, RUN)] = product;
  }

  private long[] run(long device) {
    long number = Math.floorDiv(device, RUN);
    long[] run = runs.get(number);
    if (run == null) {
      if (runs.size() == MOST_RUNS) {
        runs.clear();
      }
      run = new long[RUN];
      runs.put(number, run);
    }
    return run;
  }
}
