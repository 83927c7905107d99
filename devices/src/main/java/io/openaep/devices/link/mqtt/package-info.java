/// An MQTT 3.1 and 3.1.1 client over a connection that is open already, by Eclipse Paho: the
/// platform's codec is another one. Start at {@link io.openaep.devices.link.mqtt.MqttLink}.
@NullMarked
package io.openaep.devices.link.mqtt;

import org.jspecify.annotations.NullMarked;
