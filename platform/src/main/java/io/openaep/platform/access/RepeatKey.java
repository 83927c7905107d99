package io.openaep.platform.access;

/// What a device repeats unchanged when it sends a message again because the acknowledgement was
/// lost. Equal keys of one device within 247 s mean one message (RFC 7252, 4.8.2:
/// EXCHANGE_LIFETIME), if the later one may be a repetition at all.
///
/// On LwM2M a hash of message id, token, Observe value and content. On MQTT, for QoS 1 and 2 in a
/// kept session, a hash of packet id, topic and content: packet ids come round quickly, so two
/// messages are one only if the later has DUP set; the first, without DUP, brings its key so that
/// it can be recognised.
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
