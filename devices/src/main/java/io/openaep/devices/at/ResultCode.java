package io.openaep.devices.at;

/// How a command ends.
public sealed interface ResultCode {
  /// Whether the rest of a concatenated line is dropped.
  boolean failed();

  /// The codes of V.250, which have a number for `ATV0`.
  enum Basic implements ResultCode {
    OK(0, "OK"),
    CONNECT(1, "CONNECT"),
    NO_CARRIER(3, "NO CARRIER"),
    ERROR(4, "ERROR");

    private final int number;
    private final String text;

    Basic(int number, String text) {
      this.number = number;
      this.text = text;
    }

    int number() {
      return number;
    }

    String text() {
      return text;
    }

    @Override
    public boolean failed() {
      return this == NO_CARRIER || this == ERROR;
    }
  }

  /// `+CME ERROR`, or `ERROR` as long as `AT+CMEE=0`.
  record Cme(CmeError error) implements ResultCode {
    @Override
    public boolean failed() {
      return true;
    }
  }

  /// A code of the vendor's that stands in the place of `OK`, e.g. `SEND OK`. It has no number.
  record Vendor(String text, boolean failed) implements ResultCode {}
}
