package io.openaep.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// An MQTT 3.1.1 connection in literal bytes (MQTT 3.1.1, sections 2 and 3).
public final class RawMqtt implements AutoCloseable {
  static final int CONNECT = 0x10;
  static final int CONNACK = 0x20;
  static final int PUBLISH_QOS_1 = 0x32;
  static final int PUBACK = 0x40;

  static final int SUBSCRIBE = 0x82;
  static final int SUBACK = 0x90;

  private final RawStream stream;
  private int packetId;

  RawMqtt(RawStream stream) {
    this.stream = stream;
  }

  static RawMqtt open(PlatformProcess platform) throws IOException {
    return new RawMqtt(RawStream.open("127.0.0.1", platform.port("mqtt")));
  }

  /// @param first type and flags
  @SuppressWarnings("ArrayRecordComponent") // read by the test that got it, never compared
  record Packet(int first, byte[] body) {}

  /// A PUBLISH with QoS 1 that the platform sent.
  record Delivery(String topic, int packetId, String payload) {}

  /// The CONNECT of a device.
  public static byte[] connect(Api.Device device) {
    return connect(4, device.id(), device.token());
  }

  /// Clean session, user name and password, keepalive 10 min.
  static byte[] connect(int level, String clientId, String password) {
    Frame body = new Frame().counted("MQTT").then(level, 0b1100_0010).number(600);
    return packet(CONNECT, body.counted(clientId).counted("anyone").counted(password));
  }

  static byte[] publish(int packetId, String topic, String payload) {
    return packet(PUBLISH_QOS_1, new Frame().counted(topic).number(packetId).text(payload));
  }

  /// A packet with its remaining length in as few bytes as it needs.
  static byte[] packet(int first, Frame body) {
    byte[] bytes = body.bytes();
    Frame packet = Frame.of(first);
    int left = bytes.length;
    while (left > 127) {
      packet.then(left % 128 | 0x80);
      left /= 128;
    }
    return packet.then(left).then(bytes).bytes();
  }

  /// @return the code of the CONNACK
  int logIn(Api.Device device) throws IOException {
    stream.send(connect(device));
    return expect(CONNACK).body()[1];
  }

  /// Logs in with clean session 0.
  ///
  /// @return session present and the code of the CONNACK
  int[] logInKept(Api.Device device) throws IOException {
    Frame body = new Frame().counted("MQTT").then(4, 0b1100_0000).number(600);
    stream.send(
        packet(CONNECT, body.counted(device.id()).counted("anyone").counted(device.token())));
    byte[] answer = expect(CONNACK).body();
    return new int[] {answer[0], answer[1]};
  }

  void send(byte[] bytes) throws IOException {
    stream.send(bytes);
  }

  /// A packet that consists of its packet id must be next.
  void expect(int first, int id) throws IOException {
    byte[] body = expect(first).body();
    if (body.length != 2 || ((body[0] & 0xff) << 8 | body[1] & 0xff) != id) {
      throw new IOException("packet " + first + " of another packet id");
    }
  }

  /// Subscribes with QoS 1.
  ///
  /// @return the granted codes
  byte[] subscribe(String... topics) throws IOException {
    Frame body = new Frame().number(77);
    for (String topic : topics) {
      body.counted(topic).then(1);
    }
    stream.send(packet(SUBSCRIBE, body));
    byte[] granted = expect(SUBACK).body();
    return Arrays.copyOfRange(granted, 2, granted.length);
  }

  /// Sends a PUBLISH with QoS 1.
  void report(String payload) throws IOException {
    packetId = packetId % 65_535 + 1;
    stream.send(publish(packetId, "topic/data", payload));
  }

  /// The PUBACK of the last report.
  void acknowledged() throws IOException {
    byte[] body = expect(PUBACK).body();
    if (((body[0] & 0xff) << 8 | body[1] & 0xff) != packetId) {
      throw new IOException("PUBACK of another packet");
    }
  }

  /// The command that must be next; it is not acknowledged by this.
  Delivery nextCommand() throws IOException {
    byte[] body = expect(PUBLISH_QOS_1).body();
    int topic = (body[0] & 0xff) << 8 | body[1] & 0xff;
    int id = (body[2 + topic] & 0xff) << 8 | body[3 + topic] & 0xff;
    return new Delivery(
        new String(body, 2, topic, StandardCharsets.UTF_8),
        id,
        new String(body, 4 + topic, body.length - 4 - topic, StandardCharsets.UTF_8));
  }

  void acknowledge(Delivery delivery) throws IOException {
    stream.send(packet(PUBACK, new Frame().number(delivery.packetId())));
  }

  private Packet expect(int first) throws IOException {
    Packet packet = next();
    if (packet.first() != first) {
      throw new IOException("expected packet " + first + ", got " + packet.first());
    }
    return packet;
  }

  Packet next() throws IOException {
    int first = stream.read();
    int length = 0;
    int shift = 0;
    int part;
    do {
      part = stream.read();
      length |= (part & 0x7f) << shift;
      shift += 7;
    } while (part > 127);
    return new Packet(first, stream.read(length));
  }

  boolean silentFor(Duration time) throws IOException {
    return stream.silentFor(time);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
