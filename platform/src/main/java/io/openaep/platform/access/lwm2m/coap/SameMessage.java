package io.openaep.platform.access.lwm2m.coap;

import java.util.Arrays;
import java.util.Objects;
import org.eclipse.californium.core.coap.Message;

/// Tells a retransmission, which repeats every byte (RFC 7252, 4.2), from another message under a
/// reused message id.
final class SameMessage {
  private SameMessage() {}

  static boolean of(Message earlier, Message later) {
    return earlier.getRawCode() == later.getRawCode()
        && Objects.equals(earlier.getToken(), later.getToken())
        && Objects.equals(earlier.getOptions().getObserve(), later.getOptions().getObserve())
        && Arrays.equals(earlier.getPayload(), later.getPayload());
  }
}
