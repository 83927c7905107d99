package io.openaep.platform.data;

import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads of the data fold. Blocking; thread-safe. A report is visible once the tail has folded it,
/// within milliseconds of its acknowledgement.
public interface DeviceData {
  /// Never absent: a device that has not been heard has {@link DeviceState#NEVER_HEARD}.
  DeviceState state(long device);

  /// States of many devices, one read; missing ones have never been heard.
  Map<Long, DeviceState> states(List<Long> devices);

  /// How many devices of these have ever come online; reads no more of each than that.
  long activated(List<Long> devices);

  /// How many devices of these are online.
  long online(List<Long> devices);

  /// The newest report.
  Optional<Report> latest(long device);

  /// The device's newest answer to the platform's own observe request: shown as such, but no
  /// report.
  Optional<Report> observed(long device);

  /// Reports received in [from, to].
  long count(long device, Instant from, Instant to);

  /// Reports received in [from, to], newest first, at most `limit`, strictly before `cursor` where
  /// one is given.
  List<Report> history(long device, Instant from, Instant to, Optional<Cursor> cursor, int limit);

  /// Reports of a product's devices received in [from, to], newest first over all of them, at most
  /// `limit`, strictly before `cursor` where one is given. The newest report of a device that has
  /// been silent for longer than history is kept is not among them.
  List<DeviceReport> productHistory(
      long product, Instant from, Instant to, Optional<Cursor> cursor, int limit);

  /// The newest value of every property that a device with a thing model has reported, by
  /// identifier.
  List<PropertyValue> properties(long device);

  /// The user properties (MQTT 5.0) of the device's reports at journal positions in [first, last]
  /// that have any, by position.
  Map<Long, List<UserProperty>> userProperties(long device, long first, long last);

  /// Event reports received in [from, to], newest first, at most `limit`, strictly before `cursor`
  /// where one is given.
  ///
  /// @param level 1 to 3; empty for all
  List<DeviceEvent> events(
      long device, OptionalInt level, Instant from, Instant to, Optional<Cursor> cursor, int limit);

  /// Event reports received in [from, to].
  ///
  /// @param level 1 to 3; empty for all
  long countEvents(long device, OptionalInt level, Instant from, Instant to);

  /// A place in a history: a report's time and journal position.
  record Cursor(Instant at, long position) {}
}
