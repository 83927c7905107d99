package io.openaep.devices.at;

import java.util.Optional;

/// Collects the bytes of one command line (V.250 5.2). On the loop.
final class LineReader {
  /// Enough for a LwM2M value of 1,024 bytes in hexadecimal; the real limit is not published.
  static final int LIMIT_BYTES = 4096;

  /// What the host wants.
  sealed interface Entered {
    /// A command line; the body is what follows `AT`.
    record Line(String body) implements Entered {}

    /// `A/`: the last line again.
    record Repeat() implements Entered {}

    /// A line of more than {@link #LIMIT_BYTES}, which was dropped.
    record TooLong() implements Entered {}
  }

  private final LineState state;
  private final ResponseWriter writer;
  private final StringBuilder line = new StringBuilder();
  private boolean tooLong;
  private boolean afterEnd;

  LineReader(LineState state, ResponseWriter writer) {
    this.state = state;
    this.writer = writer;
  }

  /// Takes one byte.
  ///
  /// @return what it completes; empty too for a line without `AT`, which real modules pass over
  Optional<Entered> accept(int octet) {
    afterEnd = false;
    if (octet == state.lineEnd.value()) {
      writer.echo(octet);
      afterEnd = true;
      return end();
    }
    if (octet == '\n') {
      return Optional.empty();
    }
    writer.echo(octet);
    if (octet == state.backspace.value()) {
      line.setLength(Math.max(0, line.length() - 1));
      return Optional.empty();
    }
    if (octet == '/' && line.length() == 1 && (line.charAt(0) | 0x20) == 'a') {
      line.setLength(0);
      return Optional.of(new Entered.Repeat());
    }
    if (line.length() == LIMIT_BYTES) {
      tooLong = true;
    } else {
      line.append((char) octet);
    }
    return Optional.empty();
  }

  private Optional<Entered> end() {
    String text = line.toString();
    boolean dropped = tooLong;
    clear();
    if (dropped) {
      return Optional.of(new Entered.TooLong());
    }
    for (int i = 0; i + 1 < text.length(); i++) {
      if ((text.charAt(i) | 0x20) == 'a' && (text.charAt(i + 1) | 0x20) == 't') {
        return Optional.of(new Entered.Line(text.substring(i + 2)));
      }
    }
    return Optional.empty();
  }

  /// Whether the last byte ended a line. Hosts that end lines with CR LF send a LF that would
  /// otherwise become the first byte of data.
  boolean afterEnd() {
    return afterEnd;
  }

  void clear() {
    line.setLength(0);
    tooLong = false;
  }
}
