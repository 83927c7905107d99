package io.openaep.wire.mqtt;

import io.openaep.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A control packet that a client sent (3.1.1 and 5.0, section 3), or what is wrong with it. Each
/// keeps the rules that can be checked by looking at it alone. Immutable.
public sealed interface MqttPacket {
  /// Which of the four acknowledgements.
  enum AckType {
    PUBACK(4),
    PUBREC(5),
    PUBREL(6),
    PUBCOMP(7);

    private final int type;

    AckType(int type) {
      this.type = type;
    }

    /// The first byte on the wire.
    int first() {
      return type << 4 | (this == PUBREL ? 2 : 0);
    }
  }

  /// @param keepAliveSeconds 0 switches it off
  /// @param cleanStart 3.1.1 calls it clean session
  /// @param password kept out of {@link #toString()}
  record Connect(
      MqttVersion version,
      String clientId,
      boolean cleanStart,
      int keepAliveSeconds,
      MqttProperties properties,
      Optional<Will> will,
      Optional<String> userName,
      Optional<Bytes> password)
      implements MqttPacket {
    @Override
    public String toString() {
      return "Connect[" + version + ", clientId=" + clientId + "]";
    }
  }

  record Will(String topic, Bytes payload, int qos, boolean retain, MqttProperties properties) {}

  /// A CONNECT of a version that does not exist here.
  record UnknownVersion(String protocolName, int level) implements MqttPacket {}

  /// @param topic empty if it is said by an alias
  /// @param packetId 0 with QoS 0
  record Publish(
      boolean dup,
      int qos,
      boolean retain,
      String topic,
      int packetId,
      MqttProperties properties,
      Bytes payload)
      implements MqttPacket {}

  /// @param reasonCode 0 where none was sent; 0x80 and above mean failure
  record Ack(AckType type, int packetId, int reasonCode) implements MqttPacket {}

  /// @param identifier of MQTT 5.0, for all filters
  record Subscribe(int packetId, OptionalInt identifier, List<Filter> filters)
      implements MqttPacket {
    public Subscribe {
      filters = List.copyOf(filters);
    }
  }

  record Filter(String text, int qos, boolean noLocal) {}

  record Unsubscribe(int packetId, List<String> filters) implements MqttPacket {
    public Unsubscribe {
      filters = List.copyOf(filters);
    }
  }

  record PingReq() implements MqttPacket {}

  record Disconnect(int reasonCode, MqttProperties properties) implements MqttPacket {}

  record Auth() implements MqttPacket {}

  /// A packet that breaks a rule; the connection cannot go on.
  ///
  /// @param reason in words fit for the trace
  record Broken(MqttReason code, String reason) implements MqttPacket {}
}
