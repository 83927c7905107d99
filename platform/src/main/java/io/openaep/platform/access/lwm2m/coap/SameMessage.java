package io.openaep.platform.access.lwm2m.coap;

import java.util.Arrays;
import java.util.Objects;
import org.eclipse.californium.core.coap.Message;

/// Tells a retransmission, which repeats every byte (RFC 7252, 4.2), from another message under a
/// reused message id: of a module that counts anew after a reset, or of another module of its kind
/// at the same address, which begins at the same id and token and differs by its endpoint name.
final class SameMessage {
  private SameMessage() {}

  static boolean of(Message earlier, Message later) {
    return earlier.getRawCode() == later.getRawCode()
        && Objects.equals(earlier.getToken(), later.getToken())
        && Objects.equals(earlier.getOptions().getObserve(), later.getOptions().getObserve())
        && earlier.getOptions().getUriPath().equals(later.getOptions().getUriPath())
        && earlier.getOptions().getUriQuery().equals(later.getOptions().getUriQuery())
        && Arrays.equals(earlier.getPayload(), later.getPayload());
  }
}
