/// The doors of MQTT 3.1, 3.1.1 and 5.0 as AEP speaks it (AEP device protocols, section 2): every
/// client is one device, a publish is a report and is routed to nobody, commands come on
/// `device_control` without a SUBSCRIBE. Files are called as in `access.tcp`: {@link
/// io.openaep.platform.access.mqtt.MqttServer} opens the doors, {@link
/// io.openaep.platform.access.mqtt.MqttConversation} is what is said on one connection (start
/// there), {@link io.openaep.platform.access.mqtt.MqttLogin} judges who may enter, {@link
/// io.openaep.platform.access.mqtt.MqttConfig} holds every limit.
///
/// What outlives a connection is in {@link io.openaep.platform.access.mqtt.MqttSession} and {@link
/// io.openaep.platform.access.mqtt.Wills}; both are committed with the events that change them, so
/// that they survive a kill. Packets are decoded by `wire.mqtt`, which knows where each one ends.
@NullMarked
package io.openaep.platform.access.mqtt;

import org.jspecify.annotations.NullMarked;
