package io.openaep.platform.access;

/// A message of QoS 2 that is stored and whose PUBREL has not come: the same message again is not
/// stored again (MQTT 3.1.1, 4.3.3).
///
/// @param device the registry's number
/// @param hash of topic and content: a client that lost its own memory begins its packet ids anew,
///   and its new message must not be taken for the old one
public record MqttReceived(long device, int packetId, long hash) {}
