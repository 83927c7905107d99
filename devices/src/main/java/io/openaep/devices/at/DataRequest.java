package io.openaep.devices.at;

import java.time.Duration;
import java.util.Optional;

/// Which data a command wants at the prompt (Quectel "edit mode").
///
/// @param opening what tells the host to begin
/// @param size how many decoded bytes, and what ends them
/// @param hex whether the host types two hexadecimal digits for each byte
/// @param echo whether the data is echoed; only while the echo of commands is on too
/// @param idle how long the host may be silent before the prompt is left
public record DataRequest(
    Opening opening, Size size, boolean hex, boolean echo, Optional<Duration> idle) {

  /// What tells the host to begin.
  public enum Opening {
    /// `<CR><LF>> ` with no line end after it.
    ANGLE("\r\n> "),
    /// `<CR><LF>><CR><LF>`, as `QICFG="formatcfg",1` wants it.
    ANGLE_LINE("\r\n>\r\n"),
    /// `CONNECT` on a line, as file commands do.
    CONNECT("\r\nCONNECT\r\n");

    private final String text;

    Opening(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /// How much data, in decoded bytes.
  public sealed interface Size {
    /// Exactly so many; every byte value is data, and only the silence ends it early.
    record Fixed(int bytes) implements Size {
      public Fixed {
        if (bytes < 0) {
          throw new IllegalArgumentException("a length must not be negative: " + bytes);
        }
      }
    }

    /// Up to Ctrl-Z, or ESC, which cancels; what exceeds the limit is not taken.
    record UntilCtrlZ(int limitBytes) implements Size {}
  }

  /// A plain prompt for exactly `bytes` bytes.
  public static DataRequest fixed(int bytes) {
    return of(new Size.Fixed(bytes));
  }

  /// A plain prompt for at most `limitBytes` bytes and Ctrl-Z.
  public static DataRequest untilCtrlZ(int limitBytes) {
    return of(new Size.UntilCtrlZ(limitBytes));
  }

  private static DataRequest of(Size size) {
    return new DataRequest(Opening.ANGLE, size, false, false, Optional.empty());
  }

  public DataRequest withOpening(Opening opening) {
    return new DataRequest(opening, size, hex, echo, idle);
  }

  public DataRequest withHex(boolean hex) {
    return new DataRequest(opening, size, hex, echo, idle);
  }

  public DataRequest withEcho(boolean echo) {
    return new DataRequest(opening, size, hex, echo, idle);
  }

  /// Leaves the prompt after `idle` without a byte; zero means never.
  public DataRequest withIdle(Duration idle) {
    return new DataRequest(
        opening, size, hex, echo, idle.isZero() ? Optional.empty() : Optional.of(idle));
  }
}
