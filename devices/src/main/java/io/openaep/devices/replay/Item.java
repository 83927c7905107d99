package io.openaep.devices.replay;

import java.time.Duration;

/// One line of a transcript.
public sealed interface Item {
  /// The line's number in its file, from 1.
  int line();

  /// `> text`: the host sends the text and a carriage return.
  record Send(int line, String text) implements Item {}

  /// `>= text`: the host sends exactly this.
  record SendRaw(int line, String text) implements Item {}

  /// `>^Z`: the host sends 0x1A.
  record SendCtrlZ(int line) implements Item {}

  /// `< text`: the module must send this line next.
  record Expect(int line, String text) implements Item {}

  /// `<? text`: the module may send this line next.
  record ExpectMaybe(int line, String text) implements Item {}

  /// `<| text`: one of a group of consecutive lines that may come in any order.
  record ExpectAnyOrder(int line, String text) implements Item {}

  /// `<> `: the data prompt.
  record ExpectPrompt(int line) implements Item {}

  /// `<! quiet N`: nothing may arrive meanwhile.
  record Quiet(int line, Duration time) implements Item {}

  /// `! runner: within Ns`: patience for what follows.
  record Within(int line, Duration time) implements Item {}

  /// `! actor: step`: something that happens outside of the AT port.
  record Aside(int line, String actor, String step) implements Item {}
}
