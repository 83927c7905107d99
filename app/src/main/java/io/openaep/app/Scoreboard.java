package io.openaep.app;

import io.openaep.devices.replay.Outcome;

/// Prints one line a transcript and the sum. Used by one thread at a time.
final class Scoreboard {
  private int passed;
  private int failed;

  synchronized void add(Outcome outcome) {
    switch (outcome) {
      case Outcome.Passed _ -> passed++;
      case Outcome.Failed _ -> failed++;
    }
    System.out.println(outcome);
    System.out.flush();
  }

  /// Prints the last line.
  ///
  /// @return the exit code: 0 if nothing failed
  synchronized int finish() {
    System.out.println(passed + " passed, " + failed + " failed");
    return failed == 0 ? 0 : 1;
  }
}
