package io.openaep.devices.at;

/// One command of a command line, read but not yet looked up. Names are in upper case.
public sealed interface AtLine {
  /// `ATE0`, `AT&F`, `ATS3=13`, `ATD…`: a letter, or `&` and a letter, and what follows it.
  ///
  /// @param value digits or nothing; after `S` also `n=n` or `n?`; after `D` the dial string
  record Basic(String name, String value) implements AtLine {}

  /// A command that begins with `+`, in one of its four forms. The name includes the `+`.
  sealed interface Extended extends AtLine {
    String name();
  }

  /// `AT+X=?`
  record Test(String name) implements Extended {}

  /// `AT+X?`
  record Read(String name) implements Extended {}

  /// `AT+X=1,"b"`
  record Write(String name, AtArguments arguments) implements Extended {}

  /// `AT+X`
  record Execute(String name) implements Extended {}

  /// What is no command at all, with the reason. It ends its line.
  record Malformed(String reason) implements AtLine {}
}
