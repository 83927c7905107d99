package io.openaep.devices.replay;

import java.time.Duration;

/// How a transcript ended.
public sealed interface Outcome {
  String file();

  record Passed(String file, Duration took) implements Outcome {
    @Override
    public String toString() {
      return "PASS " + file;
    }
  }

  /// @param line of the transcript where it went wrong, from 1
  record Failed(String file, int line, String expected, String got) implements Outcome {
    @Override
    public String toString() {
      return "FAIL " + file + ":" + line + " expected " + expected + " got " + got;
    }
  }
}
