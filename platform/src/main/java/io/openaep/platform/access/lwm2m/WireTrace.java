package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.lwm2m.coap.CoapWords;
import io.openaep.platform.access.lwm2m.door.MalformedWatch;
import io.openaep.platform.access.lwm2m.door.Remotes;
import io.openaep.wire.Bytes;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.RawData;

/// Shows the trace every CoAP message of a door, decrypted, before anything is done with it.
/// Received ones on the protocol thread; sent ones on the thread that sends, which may be the
/// journal's writer.
final class WireTrace extends MessageInterceptorAdapter implements MalformedWatch.Shown {
  private static final UdpDataSerializer SERIALIZER = new UdpDataSerializer();

  private final Tap tap;
  private final Door door;
  private final Registrations registrations;
  private final MessageInHand inHand;

  WireTrace(Tap tap, Door door, Registrations registrations, MessageInHand inHand) {
    this.tap = tap;
    this.door = door;
    this.registrations = registrations;
    this.inHand = inHand;
  }

  @Override
  public void receiveRequest(Request request) {
    received(request, sender(request));
  }

  /// Who has not registered yet is known by the endpoint that it calls itself.
  private Tap.Party sender(Request request) {
    List<String> path = request.getOptions().getUriPath();
    boolean registers = path.equals(List.of("rd"));
    Optional<Lwm2mSession> session =
        path.size() == 2 && path.getFirst().equals("rd")
            ? registrations.at(path.getLast()).filter(it -> it.door() == door)
            : Optional.empty();
    if (session.isPresent()) {
      return device(session.get());
    }
    if (!registers) {
      return at(request.getSourceContext());
    }
    String endpoint =
        request.getOptions().getUriQuery().stream()
            .filter(it -> it.startsWith("ep="))
            .map(it -> it.substring("ep=".length()))
            .findFirst()
            .orElse("");
    return Tap.Party.Stranger.of(endpoint, remote(request.getSourceContext()));
  }

  @Override
  public void receiveResponse(Response response) {
    received(
        response,
        registrations
            .observing(response.getToken())
            .map(WireTrace::device)
            .orElseGet(() -> at(response.getSourceContext())));
  }

  @Override
  public void receiveEmptyMessage(EmptyMessage message) {
    received(message, at(message.getSourceContext()));
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

  /// Of whoever is registered at that address, or under the PSK identity.
  @Override
  public String malformed(RawData datagram) {
    Tap.Party party = at(datagram.getEndpointContext());
    if (tap.looksAt(party)) {
      Bytes raw = Bytes.wrap(datagram.getBytes().clone());
      tap.passed(party, shown(Tap.Direction.IN, datagram.getEndpointContext(), raw))
          .became("refused: malformed");
    }
    return party instanceof Tap.Party.Device(var ref) ? ref.deviceId() : "-";
  }

  private void received(Message message, Tap.Party party) {
    if (!tap.looksAt(party) || message.getBytes() == null) {
      inHand.skip();
      return;
    }
    inHand.take(
        party, shown(Tap.Direction.IN, message.getSourceContext(), Bytes.wrap(message.getBytes())));
  }

  private void sent(Message message) {
    if (!message.hasMID()) {
      return; // it does not leave: the peer has used up the ids of its four minutes
    }
    Tap.Party party = at(message.getDestinationContext());
    if (!tap.looksAt(party)) {
      return;
    }
    if (message.getBytes() == null) {
      message.setBytes(SERIALIZER.getByteArray(message)); // as would be done next, and kept
    }
    var _ =
        tap.passed(
            party,
            shown(
                Tap.Direction.OUT,
                message.getDestinationContext(),
                Bytes.wrap(message.getBytes())));
  }

  private Tap.Message shown(Tap.Direction direction, EndpointContext peer, Bytes raw) {
    return new Tap.Message(direction, door, remote(peer), raw, () -> CoapWords.of(raw));
  }

  /// Whoever is registered at the address, or under the PSK identity.
  private Tap.Party at(EndpointContext context) {
    InetSocketAddress address = context.getPeerAddress();
    Optional<String> identity = Peer.identity(context);
    return registrations
        .of(new Peer(address, identity, Optional.empty()))
        .map(WireTrace::device)
        .orElseGet(() -> Tap.Party.Stranger.of(identity.orElse(""), Remotes.text(address)));
  }

  private static Tap.Party device(Lwm2mSession session) {
    return new Tap.Party.Device(session.source().device());
  }

  private static String remote(EndpointContext context) {
    return Remotes.text(context.getPeerAddress());
  }
}
