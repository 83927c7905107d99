package io.openaep.conformance;

import java.io.IOException;

/// MQTT 3.1.1: reports with QoS 1 for as long as it is not stopped.
public final class RawMqttDevice extends ReportingDevice {
  private final int port;
  private final Api.Device device;
  private String unanswered = "";

  RawMqttDevice(String name, int port, Api.Device device) {
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
      int code = connection.logIn(device);
      if (code != 0) {
        throw new IOException("refused with " + code);
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
