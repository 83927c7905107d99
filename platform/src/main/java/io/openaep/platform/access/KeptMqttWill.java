package io.openaep.platform.access;

import io.openaep.wire.Bytes;
import java.time.Duration;

/// A client's last will, kept from its CONNECT until it says goodbye or the will is published (MQTT
/// 3.1.1, 3.1.2.5): a will must not be lost because the platform was killed.
///
/// @param source the connection whose end publishes it
/// @param delay MQTT 5.0's will delay; zero publishes it at once
public record KeptMqttWill(
    Source source, String topic, Bytes payload, int qos, boolean retain, Duration delay) {}
