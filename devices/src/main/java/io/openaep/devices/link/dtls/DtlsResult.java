package io.openaep.devices.link.dtls;

/// How a handshake ended.
public sealed interface DtlsResult {
  /// @param resumed whether an earlier session was taken up
  record Connected(boolean resumed) implements DtlsResult {}

  /// The server sent an alert, or broke off once it knew identity and key: Scandium, for one, does
  /// not tell a stranger which of the two is wrong.
  record Refused(String reason) implements DtlsResult {}

  /// No answer to any repetition.
  record Silent() implements DtlsResult {}
}
