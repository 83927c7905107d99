package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import io.openaep.platform.access.lwm2m.door.Remotes;
import java.util.List;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the devices' requests to the one resource there is, `/rd` and what is below it; answers
/// the rest 4.04 or 4.05. On the protocol thread.
final class RequestRouter implements MessageDeliverer {
  private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);

  private static final List<String> SEND = List.of("dp");

  private final RegistrationResource registration;
  private final SendResource sending;
  private final Parts parts;
  private final Door door;

  RequestRouter(Parts parts, Registrations registrations, Door door) {
    this.registration = new RegistrationResource(parts, registrations);
    this.sending = new SendResource(parts, registrations);
    this.parts = parts;
    this.door = door;
  }

  @Override
  public void deliverRequest(Exchange exchange) {
    CoapSocket socket = (CoapSocket) exchange.getEndpoint();
    // of a body in blocks the last one says where the device is now; the whole has the first one's
    DeviceRequest request =
        new DeviceRequest(
            exchange, door, Peer.of(exchange.getCurrentRequest().getSourceContext(), socket));
    try {
      route(request);
    } catch (RuntimeException e) { // top of our code on Californium's thread
      LOG.error("request failed remote={}", request.peer().remote(), e);
      request.respond(ResponseCode.INTERNAL_SERVER_ERROR, "The platform failed; see its log.");
    }
  }

  private void route(DeviceRequest request) {
    List<String> path = request.options().getUriPath();
    Code method = request.exchange().getRequest().getCode();
    if (path.equals(SEND) && method == Code.POST) {
      sending.send(request);
      return;
    }
    boolean registrations = !path.isEmpty() && path.getFirst().equals("rd") && path.size() <= 2;
    if (!registrations) {
      refuse(request, ResponseCode.NOT_FOUND, "unknown_path", "There are only /rd and /dp here.");
    } else if (path.size() == 1 && method == Code.POST) {
      registration.register(request);
    } else if (path.size() == 2 && method == Code.POST) {
      registration.update(request, path.getLast());
    } else if (path.size() == 2 && method == Code.DELETE) {
      registration.deregister(request, path.getLast());
    } else {
      refuse(
          request,
          ResponseCode.METHOD_NOT_ALLOWED,
          "unknown_method",
          "A registration takes POST, and DELETE on its own location.");
    }
  }

  private void refuse(DeviceRequest request, ResponseCode code, String kind, String reason) {
    parts.inHand.refused(kind);
    parts.ports.refusals().refused(door, kind, "-", request.peer().remote(), reason);
    request.respond(code, reason);
  }

  @Override
  public void deliverResponse(Exchange exchange, Response response) {
    LOG.trace(
        "response code={} remote={}",
        response.getCode(),
        Remotes.text(response.getSourceContext().getPeerAddress()));
    exchange.getRequest().setResponse(response);
  }
}
