package io.openaep.conformance;

import java.io.IOException;

/// MQTT 3.1.1 with QoS 2 in a kept session: every message is to be stored exactly once, however
/// often the connection breaks, so nothing here counts as sent again.
public final class RawMqttQos2Device extends ReportingDevice {
  private static final int PUBLISH = 0x34;
  private static final int DUP = 0x08;
  private static final int PUBREC = 0x50;
  private static final int PUBREL = 0x62;
  private static final int PUBCOMP = 0x70;

  private final int port;
  private final Api.Device device;
  private Phase phase = Phase.UNSENT;
  private boolean hasSession;
  private int packetId;

  private enum Phase {
    UNSENT,
    SENT,
    RECEIVED
  }

  RawMqttQos2Device(String name, int port, Api.Device device) {
    super(name);
    this.port = port;
    this.device = device;
  }

  @Override
  String payload(String text) {
    return "{\"n\":\"" + text + "\"}";
  }

  @Override
  void converse() throws IOException {
    try (RawMqtt connection = new RawMqtt(RawStream.open("127.0.0.1", port))) {
      int[] answer = connection.logInKept(device);
      if (answer[1] != 0) {
        throw new IOException("refused with " + answer[1]);
      }
      if (hasSession && answer[0] != 1) {
        throw new IllegalStateException("the kept session was lost");
      }
      hasSession = true;
      while (running() || phase != Phase.UNSENT) {
        handOver(connection);
      }
    }
  }

  /// One message, from where the last connection left it.
  private void handOver(RawMqtt connection) throws IOException {
    if (phase != Phase.RECEIVED) {
      boolean again = phase == Phase.SENT;
      if (!again) {
        packetId = packetId % 65_535 + 1;
      }
      phase = Phase.SENT;
      connection.send(
          RawMqtt.packet(
              again ? PUBLISH | DUP : PUBLISH,
              new Frame().counted("topic/data").number(packetId).text(current())));
      connection.expect(PUBREC, packetId);
      phase = Phase.RECEIVED;
    }
    connection.send(RawMqtt.packet(PUBREL, new Frame().number(packetId)));
    connection.expect(PUBCOMP, packetId);
    phase = Phase.UNSENT;
    acknowledge(current());
  }
}
