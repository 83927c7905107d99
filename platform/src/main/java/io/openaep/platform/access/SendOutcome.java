package io.openaep.platform.access;

/// What became of a {@link Downlink} (delivery rules, "What its states mean").
public sealed interface SendOutcome {
  /// 2.04, PUBACK, or written and flushed on TCP.
  record Delivered() implements SendOutcome {}

  /// The device answered no: a 4.xx/5.xx code or RST.
  ///
  /// @param code such as `4.04` or `RST`
  record Refused(String code) implements SendOutcome {}

  /// No answer to the last transmission, or the connection ended before one; it may have arrived.
  record Unanswered(String reason) implements SendOutcome {}

  /// The connection ended before the answer, and the session is kept (MQTT): given to the device's
  /// next connection, the same command goes out again as the same message.
  record Kept(String reason) implements SendOutcome {}

  /// Certain that no byte left now: the time before which it had to leave was over first.
  record Overdue() implements SendOutcome {}

  /// Certain that no byte left: the session was already closed when asked.
  record NotSent(String reason) implements SendOutcome {}
}
