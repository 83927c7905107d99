package io.openaep.platform.access.lwm2m.bootstrap;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.lwm2m.coap.CoapWords;
import io.openaep.platform.access.lwm2m.door.Remotes;
import io.openaep.wire.Bytes;
import java.util.Arrays;
import java.util.function.Function;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.EndpointContext;

/// Shows the trace what passes the bootstrap doors, with the key that a device is told replaced by
/// as many `*`. On the bootstrap server's thread.
final class BootstrapTrace extends MessageInterceptorAdapter {
  private static final UdpDataSerializer SERIALIZER = new UdpDataSerializer();

  private final Tap tap;
  private final Door door;
  private final Function<EndpointContext, Party> parties;

  /// Who is at the other end.
  ///
  /// @param secret what must not be shown of the messages with it; empty if there is nothing
  record Party(Tap.Party name, Bytes secret) {}

  BootstrapTrace(Tap tap, Door door, Function<EndpointContext, Party> parties) {
    this.tap = tap;
    this.door = door;
    this.parties = parties;
  }

  /// Who asks for a bootstrap is known by the endpoint that it calls itself.
  @Override
  public void receiveRequest(Request request) {
    Party party =
        BootstrapRequests.endpoint(request)
            .map(it -> Tap.Party.Stranger.of(it, Remotes.text(peer(request).getPeerAddress())))
            .map(it -> new Party(it, Bytes.EMPTY))
            .orElseGet(() -> parties.apply(peer(request)));
    show(Tap.Direction.IN, request, peer(request), party);
  }

  private static EndpointContext peer(Request request) {
    return request.getSourceContext();
  }

  @Override
  public void receiveResponse(Response response) {
    received(response);
  }

  @Override
  public void receiveEmptyMessage(EmptyMessage message) {
    received(message);
  }

  private void received(Message message) {
    EndpointContext peer = message.getSourceContext();
    show(Tap.Direction.IN, message, peer, parties.apply(peer));
  }

  @Override
  public void sendRequest(Request request) {
    sent(request);
  }

  @Override
  public void sendResponse(Response response) {
    sent(response);
  }

  @Override
  public void sendEmptyMessage(EmptyMessage message) {
    sent(message);
  }

  private void sent(Message message) {
    if (message.getBytes() == null) {
      message.setBytes(SERIALIZER.getByteArray(message)); // as would be done next, and kept
    }
    EndpointContext peer = message.getDestinationContext();
    show(Tap.Direction.OUT, message, peer, parties.apply(peer));
  }

  private void show(Tap.Direction direction, Message message, EndpointContext peer, Party party) {
    if (message.getBytes() == null || !tap.looksAt(party.name())) {
      return;
    }
    Bytes raw = Bytes.wrap(without(party.secret().toArray(), message.getBytes()));
    String remote = Remotes.text(peer.getPeerAddress());
    var _ =
        tap.passed(
            party.name(),
            new Tap.Message(direction, door, remote, raw, () -> "bootstrap " + CoapWords.of(raw)));
  }

  /// A copy, with every occurrence of the secret replaced.
  static byte[] without(byte[] secret, byte[] message) {
    byte[] shown = message.clone();
    if (secret.length > 0) {
      for (int at = 0; at + secret.length <= message.length; at++) {
        if (Arrays.equals(message, at, at + secret.length, secret, 0, secret.length)) {
          Arrays.fill(shown, at, at + secret.length, (byte) '*');
        }
      }
    }
    return shown;
  }
}
