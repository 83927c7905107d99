package io.openaep.platform.access;

/// What a device repeats unchanged when it sends a message again because the acknowledgement was
/// lost. Equal keys of one device within a while mean one message, if the later one may be a
/// repetition at all: on LwM2M 247 s (RFC 7252, 4.8.2: EXCHANGE_LIFETIME), on MQTT, where a device
/// sends again when it has found a network again, an hour.
///
/// On LwM2M a hash of message id, token, Observe value and content. On MQTT, for QoS 1 in a kept
/// session, a hash of packet id, topic and content: packet ids come round quickly, so two messages
/// are one only if the later has DUP set; the first, without DUP, brings its key so that it can be
/// recognised. (QoS 2 needs no key: its packet ids are part of the session.)
///
/// @param value a well-mixed 64-bit hash
/// @param mayBeRepetition compare with earlier keys; otherwise the key is only remembered, in place
///   of an equal earlier one
public record RepeatKey(long value, boolean mayBeRepetition) {
  /// A key that is proof by itself.
  public RepeatKey(long value) {
    this(value, true);
  }
}
