/// MQTT 3.1, 3.1.1 and 5.0 control packets as a server sees them: what a client sends is decoded
/// and checked against every rule that needs no memory, what a server sends is encoded. Pure, no
/// input or output.
///
/// Start at {@link io.openaep.wire.mqtt.MqttDecoder} and {@link io.openaep.wire.mqtt.MqttPacket}.
/// Rules are cited by their numbers in the OASIS standards, 3.1.1 unless "5.0" is said.
@NullMarked
package io.openaep.wire.mqtt;

import org.jspecify.annotations.NullMarked;
