/// The door of MQTT 3.1 and 3.1.1 as AEP speaks it (AEP device protocols, section 2): every client
/// is one device, a publish is a report and is routed to nobody, commands come on `device_control`
/// without a SUBSCRIBE. Files are called as in `access.tcp`: {@link
/// io.openaep.platform.access.mqtt.MqttServer} opens the door, {@link
/// io.openaep.platform.access.mqtt.MqttConversation} is what is said on one connection (start
/// there), {@link io.openaep.platform.access.mqtt.MqttLogin} judges who may enter, {@link
/// io.openaep.platform.access.mqtt.MqttConfig} holds every limit.
///
/// No session outlives its connection: CONNACK always says "session present 0", so a client with
/// clean session 0 knows that it has to start anew.
@NullMarked
package io.openaep.platform.access.mqtt;

import org.jspecify.annotations.NullMarked;
