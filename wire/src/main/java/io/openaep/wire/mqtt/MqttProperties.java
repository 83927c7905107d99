package io.openaep.wire.mqtt;

import io.openaep.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The properties of one packet of MQTT 5.0; none in older versions. Immutable.
///
/// @param numbers values of one, two and four bytes and of variable length
/// @param texts values that are text
/// @param binaries values that are bytes
/// @param user what the application says, in its order; names may repeat
public record MqttProperties(
    Map<MqttProperty, Long> numbers,
    Map<MqttProperty, String> texts,
    Map<MqttProperty, Bytes> binaries,
    List<UserProperty> user) {
  public static final MqttProperties NONE =
      new MqttProperties(Map.of(), Map.of(), Map.of(), List.of());

  public record UserProperty(String name, String value) {}

  public MqttProperties {
    numbers = Map.copyOf(numbers);
    texts = Map.copyOf(texts);
    binaries = Map.copyOf(binaries);
    user = List.copyOf(user);
  }

  public OptionalLong number(MqttProperty property) {
    Long value = numbers.get(property);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  public long number(MqttProperty property, long otherwise) {
    return number(property).orElse(otherwise);
  }

  public Optional<String> text(MqttProperty property) {
    return Optional.ofNullable(texts.get(property));
  }

  public Optional<Bytes> binary(MqttProperty property) {
    return Optional.ofNullable(binaries.get(property));
  }
}
