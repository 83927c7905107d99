package io.openaep.platform.access.lwm2m.bootstrap;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.lwm2m.coap.CoapWords;
import io.openaep.platform.access.lwm2m.door.Remotes;
import io.openaep.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.EndpointContext;

/// Shows the trace what passes the bootstrap doors. Of what is written to Security, object 0, no
/// byte is shown but as many `*`: the device's key is in it, whole or in blocks, first sent or
/// repeated, to a known peer or to where it was before. On the bootstrap server's thread.
final class BootstrapTrace extends MessageInterceptorAdapter {
  private static final UdpDataSerializer SERIALIZER = new UdpDataSerializer();

  private final Tap tap;
  private final Door door;
  private final Function<EndpointContext, Tap.Party> parties;

  /// @param parties who is at the other end
  BootstrapTrace(Tap tap, Door door, Function<EndpointContext, Tap.Party> parties) {
    this.tap = tap;
    this.door = door;
    this.parties = parties;
  }

  /// Who asks for a bootstrap is known by the endpoint that it calls itself.
  @Override
  public void receiveRequest(Request request) {
    Tap.Party party =
        BootstrapRequests.endpoint(request)
            .<Tap.Party>map(
                it -> Tap.Party.Stranger.of(it, Remotes.text(peer(request).getPeerAddress())))
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

  private void show(
      Tap.Direction direction, Message message, EndpointContext peer, Tap.Party party) {
    if (message.getBytes() == null || !tap.looksAt(party)) {
      return;
    }
    Bytes raw = Bytes.wrap(shown(message));
    String remote = Remotes.text(peer.getPeerAddress());
    var _ =
        tap.passed(
            party,
            new Tap.Message(direction, door, remote, raw, () -> "bootstrap " + CoapWords.of(raw)));
  }

  /// A copy of its bytes, the payload, which is at the end, hidden if it is for Security.
  private static byte[] shown(Message message) {
    byte[] shown = message.getBytes().clone();
    if (message instanceof Request && isSecurity(message.getOptions().getUriPath())) {
      Arrays.fill(shown, shown.length - message.getPayloadSize(), shown.length, (byte) '*');
    }
    return shown;
  }

  private static boolean isSecurity(List<String> path) {
    return !path.isEmpty() && path.getFirst().equals("0");
  }
}
