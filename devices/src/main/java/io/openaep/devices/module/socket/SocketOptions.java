package io.openaep.devices.module.socket;

import io.openaep.devices.at.DataRequest;
import io.openaep.devices.at.Octets;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Optional;

/// What `AT+QICFG` holds (AT reference, 9.1). A restart forgets it. On the loop.
final class SocketOptions {
  boolean sendHex;
  boolean receiveHex;

  /// `viewmode` 1: header and data on one line.
  boolean oneLine;

  /// `sendinfo` 1: `+QISEND: <id>,<status>,<free>` in the place of `SEND OK`.
  boolean sendInfo;

  /// `close/mode` 1: `+QIURC: "closed"` after `QICLOSE` in the place of `CLOSE OK`.
  boolean closedCode;

  /// `recvind` 1: the code of buffer mode tells the length.
  boolean lengthInCode;

  /// `passiveclosed` 1: a socket is free once the peer closed it.
  boolean freeWhenClosed;

  /// `tcp/accept` 0: a listener turns everybody away.
  boolean accept = true;

  /// `udp/readmode` 0: one `QIRD` reads one datagram.
  boolean datagramsApart = true;

  boolean promptLine;
  int packetBytes = 1024;

  /// `transwaittm`, in units of 100 ms.
  int packetWaitTenths = 2;

  Duration promptIdle = Duration.ofSeconds(5);

  /// `QISDE`: what is typed at the prompt is echoed.
  boolean echoData = true;

  DataRequest prompt(DataRequest.Size size) {
    DataRequest.Opening opening =
        promptLine ? DataRequest.Opening.ANGLE_LINE : DataRequest.Opening.ANGLE;
    return new DataRequest(opening, size, sendHex, echoData, Optional.empty()).withIdle(promptIdle);
  }

  /// Received data behind its header.
  String received(String header, Bytes data) {
    String text = receiveHex ? data.toHex() : Octets.of(data.unsafeArray());
    return header + (oneLine ? "," : "\r\n") + text;
  }
}
