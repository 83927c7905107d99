package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.lwm2m.door.Remotes;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.elements.EndpointContext;

/// Our own record of requests that Californium has given up while their devices may still answer
/// (eDRX; delivery rules, "When a command leaves"). Sees every message before Californium, which
/// would answer RST. Bounded by one request a device. On the protocol thread.
final class LateAnswers extends MessageInterceptorAdapter {
  private final Map<Token, OutgoingRequest> byToken = new HashMap<>();
  private final Map<MessageKey, OutgoingRequest> byMessageId = new HashMap<>();

  /// @param who PSK identity, else address
  private record MessageKey(int messageId, String who) {
    static MessageKey of(Message message, EndpointContext peer) {
      return new MessageKey(
          message.getMID(),
          Peer.identity(peer).orElseGet(() -> Remotes.text(peer.getPeerAddress())));
    }
  }

  void expect(OutgoingRequest request) {
    byToken.put(request.request().getToken(), request);
    byMessageId.put(key(request), request);
  }

  void drop(OutgoingRequest request) {
    byToken.remove(request.request().getToken(), request);
    byMessageId.remove(key(request), request);
  }

  private static MessageKey key(OutgoingRequest request) {
    return MessageKey.of(request.request(), request.request().getDestinationContext());
  }

  @Override
  public void receiveResponse(Response response) {
    OutgoingRequest request = byToken.get(response.getToken());
    if (request == null || !comesFromItsPeer(request, response)) {
      return;
    }
    response.setCanceled(true);
    if (response.getType() == CoAP.Type.CON) {
      request.socket().acknowledge(response);
    }
    request.answeredLate(response);
  }

  @Override
  public void receiveEmptyMessage(EmptyMessage message) {
    if (message.getType() != CoAP.Type.RST || byMessageId.isEmpty()) {
      return;
    }
    OutgoingRequest request = byMessageId.get(MessageKey.of(message, message.getSourceContext()));
    if (request != null) {
      message.setCanceled(true);
      request.rejectedLate();
    }
  }

  private static boolean comesFromItsPeer(OutgoingRequest request, Response response) {
    return Peer.identity(request.request().getDestinationContext())
        .equals(Peer.identity(response.getSourceContext()));
  }
}
