package io.openaep.platform.data;

import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.Map;

/// One report of a device, as it came and as it was understood.
///
/// @param position of its event in the journal
/// @param channel LwM2M path, MQTT topic, or empty on TCP
/// @param problem why it could not be decoded, or what is odd about its values; empty if there is
///   nothing wrong
/// @param service the identifier of the thing model's service; empty if there is none
/// @param values of the service's properties, one JSON object; empty if there is no service
public record Report(
    Instant at,
    long position,
    String channel,
    Bytes raw,
    String problem,
    String service,
    String values) {
  /// Without a thing model, or not fitting it.
  public Report(Instant at, long position, String channel, Bytes raw, String problem) {
    this(at, position, channel, raw, problem, "", "");
  }

  /// The values by property as plain texts; none if there is no service.
  public Map<String, String> texts() {
    return values.isEmpty() ? Map.of() : JsonMembers.texts(values);
  }

  /// Whether a thing model has understood it.
  public boolean decoded() {
    return !service.isEmpty();
  }
}
