package io.openaep.devices.fleet;

import io.openaep.devices.cloud.CloudException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Reads back what is stored until that has come to rest. The history is folded from the journal a
/// little later, under overload minutes later, and a second copy of a report too: so what changes
/// is read again, however long it takes, and what is missing is lost only if nothing has come for a
/// while.
final class AtRest {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private AtRest() {}

  /// Reads everything back once.
  @FunctionalInterface
  interface Reading {
    Verification.Result read() throws CloudException, InterruptedException;
  }

  /// Reads at least twice.
  ///
  /// @param patience since the last change, while something is missing
  static Verification.Result of(Reading reading, Duration patience)
      throws CloudException, InterruptedException {
    Duration pause = patience.compareTo(LONGEST_PAUSE) < 0 ? patience : LONGEST_PAUSE;
    Verification.Result found = reading.read();
    long changed = System.nanoTime();
    boolean moves;
    do {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      Verification.Result again = reading.read();
      moves = !again.equals(found);
      if (moves) {
        changed = System.nanoTime();
      }
      found = again;
    } while (moves || (found.lost() > 0 && System.nanoTime() - changed < patience.toNanos()));
    return found;
  }
}
