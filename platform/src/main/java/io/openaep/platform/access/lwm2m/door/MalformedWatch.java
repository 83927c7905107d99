package io.openaep.platform.access.lwm2m.door;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Refusals;
import org.eclipse.californium.core.network.interceptors.MalformedMessageInterceptor;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.elements.RawData;

/// Counts datagrams that are not CoAP or carry an option that they must not. Californium has
/// answered them before: 4.02 or 4.00 to a confirmable request, RST to another confirmable message,
/// nothing to the rest (RFC 7252, 4.2, 4.3 and 5.4.1). On the protocol thread.
public final class MalformedWatch extends MessageInterceptorAdapter
    implements MalformedMessageInterceptor {
  private final Door door;
  private final Refusals refusals;
  private final Shown shown;

  /// Shows it to whoever follows its sender.
  @FunctionalInterface
  public interface Shown {
    /// @return the sender's device id as far as the address or the PSK identity tells it, else `-`
    String malformed(RawData datagram);
  }

  MalformedWatch(Door door, Refusals refusals, Shown shown) {
    this.door = door;
    this.refusals = refusals;
    this.shown = shown;
  }

  @Override
  public void receivedMalformedMessage(RawData message) {
    refusals.refused(
        door,
        "malformed",
        shown.malformed(message),
        Remotes.text(message.getInetSocketAddress()),
        "not a CoAP message, or one with an option that it must not carry");
  }
}
