package io.openaep.conformance;

import java.io.IOException;

/// The framed TCP protocol: reports for as long as it is not stopped. The protocol has no
/// acknowledgement; the heartbeat's answer 0x06 acknowledges every frame before it.
public final class RawTcpDevice extends ReportingDevice {
  private final int port;
  private final Api.Device device;
  private String unanswered = "";

  RawTcpDevice(String name, int port, Api.Device device) {
    super(name);
    this.port = port;
    this.device = device;
  }

  @Override
  String payload(String text) {
    return text;
  }

  @Override
  void converse() throws IOException {
    try (RawTcp connection = new RawTcp(RawStream.open("127.0.0.1", port))) {
      if (connection.logIn(device) != 0) {
        throw new IOException("not let in");
      }
      while (running()) {
        String payload = current();
        if (payload.equals(unanswered)) {
          sentAgain(payload);
        }
        unanswered = payload;
        connection.report(payload);
        connection.acknowledged();
        acknowledge(payload);
      }
    }
  }
}
