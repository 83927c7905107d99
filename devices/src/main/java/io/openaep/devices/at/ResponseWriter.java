package io.openaep.devices.at;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// Frames what the module prints (V.250 5.7) and hands it to the port in one piece per turn of the
/// loop. On the loop.
final class ResponseWriter {
  private final LineState state;
  private final AtOutput output;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  ResponseWriter(LineState state, AtOutput output) {
    this.state = state;
    this.output = output;
  }

  void echo(int octet) {
    if (state.echo.on()) {
      pending.write(octet);
    }
  }

  /// Information text: a line end before the first line and after each; with `ATV0` only after.
  void information(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    if (state.verbose.on()) {
      lineEnd();
    }
    for (String line : lines) {
      raw(line);
      lineEnd();
    }
  }

  /// The final result code of a line; `ATQ1` leaves it out.
  void result(ResultCode result) {
    if (state.quiet.on()) {
      return;
    }
    switch (result) {
      case ResultCode.Basic basic -> basic(basic);
      case ResultCode.Vendor vendor -> unsolicited(vendor.text());
      case ResultCode.Cme cme -> {
        switch (state.errorLevel.value()) {
          case 0 -> basic(ResultCode.Basic.ERROR);
          case 1 -> unsolicited("+CME ERROR: " + cme.error().number());
          default -> unsolicited("+CME ERROR: " + cme.error().text());
        }
      }
    }
  }

  private void basic(ResultCode.Basic result) {
    if (state.verbose.on()) {
      unsolicited(result.text());
    } else {
      raw(Integer.toString(result.number()));
      pending.write(state.lineEnd.value());
    }
  }

  /// A line of its own, whatever `ATV` says.
  void unsolicited(String text) {
    lineEnd();
    raw(text);
    lineEnd();
  }

  void raw(String octets) {
    pending.writeBytes(Octets.bytes(octets));
  }

  void raw(byte[] bytes) {
    pending.writeBytes(bytes);
  }

  private void lineEnd() {
    pending.write(state.lineEnd.value());
    pending.write(state.lineFeed.value());
  }

  /// Hands what was written to the port.
  void flush() {
    if (pending.size() > 0) {
      byte[] bytes = pending.toByteArray();
      pending.reset();
      output.write(bytes);
    }
  }
}
