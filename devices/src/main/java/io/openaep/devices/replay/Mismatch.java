package io.openaep.devices.replay;

/// The module sent something else than the transcript says.
final class Mismatch extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String expected;
  private final String got;

  Mismatch(int line, String expected, String got) {
    super(expected + " / " + got);
    this.line = line;
    this.expected = expected;
    this.got = got;
  }

  int line() {
    return line;
  }

  String expected() {
    return expected;
  }

  String got() {
    return got;
  }
}
