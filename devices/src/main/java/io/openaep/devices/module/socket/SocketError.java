package io.openaep.devices.module.socket;

/// `<err>` of the socket commands, with the text of `QIGETERROR` (AT reference, 9.5); those that
/// can happen here.
enum SocketError {
  NONE(0, "operate successfully"),
  INVALID_PARAMETERS(552, "invalid parameters"),
  BIND_FAILED(556, "socket bind failed"),
  LISTEN_FAILED(557, "socket listen failed"),
  WRITE_FAILED(558, "socket write failed"),
  CONTEXT_FAILED(561, "open PDP context failed"),
  ID_USED(563, "socket identity has been used"),
  DNS_FAILED(565, "DNS parse failed"),
  CONNECT_FAILED(566, "socket connect failed"),
  CLOSED(567, "socket has been closed"),
  TIMEOUT(569, "operation timeout"),
  CANCELLED(571, "cancel send"),
  NOT_ALLOWED(572, "operation not allowed"),
  PORT_BUSY(574, "port busy");

  private final int number;
  private final String text;

  SocketError(int number, String text) {
    this.number = number;
    this.text = text;
  }

  int number() {
    return number;
  }

  String text() {
    return text;
  }
}
