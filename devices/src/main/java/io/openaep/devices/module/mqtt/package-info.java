/// The `QMT…` commands: up to six MQTT clients behind the AT port (AT reference, 8). Start at
/// {@link io.openaep.devices.module.mqtt.MqttCommands}.
@NullMarked
package io.openaep.devices.module.mqtt;

import org.jspecify.annotations.NullMarked;
