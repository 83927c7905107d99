package io.openaep.platform.access.lwm2m.door;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Refusals;
import org.eclipse.californium.core.network.interceptors.MalformedMessageInterceptor;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.elements.RawData;

/// Counts datagrams that are not CoAP or carry an option that they must not. Californium has
/// answered them before: 4.02 or 4.00 to a confirmable request, RST to another confirmable message,
/// nothing to the rest (RFC 7252, 4.2, 4.3 and 5.4.1). On the protocol thread.
final class MalformedWatch extends MessageInterceptorAdapter
    implements MalformedMessageInterceptor {
  private final Door door;
  private final Refusals refusals;

  MalformedWatch(Door door, Refusals refusals) {
    this.door = door;
    this.refusals = refusals;
  }

  @Override
  public void receivedMalformedMessage(RawData message) {
    refusals.refused(
        door,
        "malformed",
        "-",
        Remotes.text(message.getInetSocketAddress()),
        "not a CoAP message, or one with an option that it must not carry");
  }
}
