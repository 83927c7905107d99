package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.RepeatKey;
import io.openaep.platform.access.lwm2m.coap.Notification;
import io.openaep.wire.Bytes;
import org.eclipse.californium.core.coap.Request;

/// Makes the key by which a notification is recognised that a device sends again after a crash of
/// the platform: everything a retransmission repeats (RFC 7252, 4.2). FNV-1a with a final mix: the
/// key is compared among the messages of one device only, so it needs to be spread, not secret.
final class RepeatHash {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private RepeatHash() {}

  static RepeatKey of(Notification notification) {
    long hash = OFFSET;
    for (byte b : notification.token().getBytes()) {
      hash = step(hash, b);
    }
    hash = step(hash, notification.messageId() >> 8);
    hash = step(hash, notification.messageId());
    int observe = notification.observe().orElse(-1);
    for (int shift = 24; shift >= 0; shift -= 8) {
      hash = step(hash, observe >> shift);
    }
    Bytes payload = notification.payload();
    for (int i = 0; i < payload.size(); i++) {
      hash = step(hash, payload.at(i));
    }
    return new RepeatKey(mixed(hash));
  }

  /// The same for the value number `index` of a Send request.
  static RepeatKey of(Request request, int index) {
    long hash = OFFSET;
    for (byte b : request.getTokenBytes()) {
      hash = step(hash, b);
    }
    hash = step(hash, request.getMID() >> 8);
    hash = step(hash, request.getMID());
    hash = step(hash, index);
    for (byte b : request.getPayload()) {
      hash = step(hash, b);
    }
    return new RepeatKey(mixed(hash));
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
