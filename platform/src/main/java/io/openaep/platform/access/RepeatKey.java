package io.openaep.platform.access;

/// What a device repeats unchanged when it sends a message again because the acknowledgement was
/// lost: equal keys of one device within the window mean one message. On LwM2M a hash of message
/// id, token, Observe value and content (RFC 7252, 4.2: 247 s); on MQTT the packet id of a PUBLISH,
/// set only where DUP is set or for QoS 2 in a kept session.
///
/// @param value a well-mixed 64-bit hash
public record RepeatKey(long value) {}
