package io.openaep.wire.mqtt;

import io.openaep.wire.ByteReader;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the properties of one packet (5.0, 2.2.2), of which each may stand once, but for the
/// user's (5.0, 2.2.2.2). Used once.
final class PropertyReader {
  private final Fields fields;
  private final Map<MqttProperty, Long> numbers = new EnumMap<>(MqttProperty.class);
  private final Map<MqttProperty, String> texts = new EnumMap<>(MqttProperty.class);
  private final Map<MqttProperty, Bytes> binaries = new EnumMap<>(MqttProperty.class);
  private final List<UserProperty> user = new ArrayList<>();

  private PropertyReader(Fields fields) {
    this.fields = fields;
  }

  /// @param allowed in this packet
  static MqttProperties read(Fields fields, Set<MqttProperty> allowed) throws DecodeException {
    int sizeBytes = fields.variable("property length");
    if (sizeBytes == 0) {
      return MqttProperties.NONE;
    }
    Bytes all = fields.in().bytes(sizeBytes, "properties");
    Fields inner = new Fields(ByteReader.of(all), fields.blame());
    PropertyReader reader = new PropertyReader(inner);
    while (inner.in().remaining() > 0) {
      reader.one(allowed);
    }
    return new MqttProperties(reader.numbers, reader.texts, reader.binaries, reader.user);
  }

  private void one(Set<MqttProperty> allowed) throws DecodeException {
    int id = fields.variable("property identifier");
    MqttProperty property =
        MqttProperty.of(id)
            .orElseThrow(
                () -> new DecodeException("there is no property " + id + " (5.0, 2.2.2.2)"));
    if (!allowed.contains(property)) {
      throw fields.protocolError(property + " does not belong in this packet (5.0, 2.2.2.2)");
    }
    ByteReader in = fields.in();
    String name = property.name();
    boolean again =
        switch (property.form()) {
          case BYTE -> numbers.put(property, (long) in.u8(name)) != null;
          case TWO_BYTES -> numbers.put(property, (long) in.u16(name)) != null;
          case FOUR_BYTES ->
              numbers.put(property, (long) in.u16(name) << 16 | in.u16(name)) != null;
          case VARIABLE -> numbers.put(property, (long) fields.variable(name)) != null;
          case TEXT -> texts.put(property, fields.text(name)) != null;
          case BINARY -> binaries.put(property, fields.binary(name)) != null;
          case PAIR -> !user.add(new UserProperty(fields.text(name), fields.text(name)));
        };
    if (again) {
      throw fields.protocolError(property + " stands twice");
    }
  }
}
