package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.RepeatKey;
import io.openaep.wire.Bytes;
import java.nio.charset.StandardCharsets;

/// Makes the key by which a PUBLISH is recognised that a device sends again, with DUP, after a
/// connection was lost before its PUBACK (MQTT 3.1.1, 4.4): packet id, topic and content. FNV-1a
/// with a final mix: the key is compared among the messages of one device only, so it needs to be
/// spread, not secret.
final class MessageKey {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private MessageKey() {}

  static RepeatKey of(int packetId, String topic, Bytes payload, boolean dup) {
    long start = step(step(OFFSET, packetId >> 8), packetId);
    return new RepeatKey(hash(start, topic, payload), dup);
  }

  /// Of topic and content alone.
  static long hash(String topic, Bytes payload) {
    return hash(OFFSET, topic, payload);
  }

  private static long hash(long start, String topic, Bytes payload) {
    long hash = start;
    for (byte octet : topic.getBytes(StandardCharsets.UTF_8)) {
      hash = step(hash, octet);
    }
    // Topics hold no U+0000: the end of the name cannot be taken for content.
    hash = step(hash, 0);
    for (int at = 0; at < payload.size(); at++) {
      hash = step(hash, payload.at(at));
    }
    return mixed(hash);
  }

  private static long step(long hash, int octet) {
    return (hash ^ (octet & 0xff)) * PRIME;
  }

  private static long mixed(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
