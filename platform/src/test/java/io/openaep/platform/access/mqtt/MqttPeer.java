package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.socket.DoorWorld;
import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.RawPeer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Literal bytes of MQTT 3.1 and 3.1.1, written out here from the standard and not by the codec
/// under test.
final class MqttPeer {
  static final String DEVICE = "16891291868543060025186";
  static final String ACCEPTED = "20 02 00 00";

  static final String USER_AND_PASSWORD = "c0";
  static final String CLEAN = "c2";

  private MqttPeer() {}

  /// A CONNECT of 3.1.1 with keepalive 100 s, as the vendor's SDK sends it.
  static String connect(String deviceId) {
    return connect(deviceId, FakeAuthenticator.PASSWORD);
  }

  static String connect(String deviceId, String password) {
    return connect("0004 4d515454 04", CLEAN, 100, deviceId, password);
  }

  /// @param protocol name and level, in hexadecimal
  /// @param flags the connect flags, in hexadecimal
  static String connect(
      String protocol, String flags, int keepAliveSeconds, String deviceId, String password) {
    return packet(
        "10",
        protocol
            + flags
            + "%04x".formatted(keepAliveSeconds)
            + text(deviceId)
            + text("device001")
            + text(password));
  }

  /// A CONNECT of 3.1.1 with clean session 0.
  static String connectKept(String deviceId) {
    return connect("0004 4d515454 04", USER_AND_PASSWORD, 0, deviceId, FakeAuthenticator.PASSWORD);
  }

  /// A CONNECT of 5.0 with keepalive 100 s.
  ///
  /// @param flags the connect flags, in hexadecimal
  /// @param properties in hexadecimal, without their length
  static String connect5(String flags, String properties, String deviceId) {
    return connect5(flags, properties, "", deviceId, FakeAuthenticator.PASSWORD);
  }

  /// @param will its properties with their length, topic and message
  static String connect5(
      String flags, String properties, String will, String deviceId, String password) {
    return packet(
        "10",
        "0004 4d515454 05"
            + flags
            + "0064"
            + counted(properties)
            + text(deviceId)
            + will
            + text("device001")
            + text(password));
  }

  /// Properties of 5.0 with their length, which must be below 128.
  static String counted(String properties) {
    String bare = properties.replace(" ", "");
    return "%02x".formatted(bare.length() / 2) + bare;
  }

  /// A PUBLISH of 5.0.
  static String publish5(
      String first, String topic, int packetId, String properties, String payload) {
    String id = first.equals("30") ? "" : "%04x".formatted(packetId);
    return packet(first, text(topic) + id + counted(properties) + hex(payload));
  }

  /// A PUBLISH with QoS 0.
  static String publish(String topic, String payload) {
    return packet("30", text(topic) + hex(payload));
  }

  /// A PUBLISH with QoS 1.
  static String publish(String topic, int packetId, String payload) {
    return publish("32", topic, packetId, payload);
  }

  /// @param first the first byte: type and flags, in hexadecimal
  static String publish(String first, String topic, int packetId, String payload) {
    return packet(first, text(topic) + "%04x".formatted(packetId) + hex(payload));
  }

  static String subscribe(int packetId, String filter, int qos) {
    return packet("82", "%04x".formatted(packetId) + text(filter) + "%02x".formatted(qos));
  }

  static String unsubscribe(int packetId, String filter) {
    return packet("a2", "%04x".formatted(packetId) + text(filter));
  }

  /// A packet with a remaining length of up to four bytes (MQTT 3.1.1, 2.2.3).
  static String packet(String first, String rest) {
    String body = rest.replace(" ", "");
    StringBuilder length = new StringBuilder();
    int left = body.length() / 2;
    do {
      int digit = left % 128;
      left /= 128;
      length.append("%02x".formatted(left > 0 ? digit | 0x80 : digit));
    } while (left > 0);
    return first + length + body;
  }

  static String text(String text) {
    return "%04x".formatted(text.getBytes(StandardCharsets.UTF_8).length) + hex(text);
  }

  static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A device that is logged in.
  static RawPeer online(DoorWorld world) {
    return world.connect().send(connect(DEVICE)).expect(ACCEPTED);
  }
}
