package io.openaep.platform.access.lwm2m.coap;

import java.util.Optional;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.stack.AbstractLayer;
import org.eclipse.californium.elements.EndpointContext;

/// Sits above the block-wise layer and stores what took the full way up: notifications whose blocks
/// have been put together, and the answer to the observe request. On the protocol thread.
final class WholeBodyLayer extends AbstractLayer {
  private final HeldAckLayer acknowledging;

  WholeBodyLayer(HeldAckLayer acknowledging) {
    this.acknowledging = acknowledging;
  }

  @Override
  public void receiveResponse(Exchange exchange, Response response) {
    Request request = exchange.getRequest();
    if (!request.isObserve()) {
      super.receiveResponse(exchange, response);
      return;
    }
    Optional<HeldMessage> held = acknowledging.heldOf(exchange);
    // the last block says where the device is now; the whole has the first one's address
    EndpointContext from = lastFrom(exchange, response);
    response.setSourceContext(from);
    held.ifPresent(it -> it.heardFrom(from));
    // what a later duplicate of the first block is compared with
    held.ifPresent(it -> exchange.setCurrentResponse(it.response));
    // an error in place of a further block says nothing about the observation
    boolean transferFailed = !exchange.getCurrentRequest().equals(request);
    if (exchange.isNotification()) {
      if (transferFailed) {
        held.ifPresent(acknowledging::abandon);
      } else {
        exchange.setComplete();
        acknowledging.store(exchange, response, false, held);
      }
      return;
    }
    if (transferFailed) {
      held.ifPresent(acknowledging::release);
    } else {
      acknowledging.store(exchange, response, true, held);
    }
    super.receiveResponse(exchange, response);
  }

  private static EndpointContext lastFrom(Exchange exchange, Response whole) {
    Response last = exchange.getCurrentResponse();
    return last == null || last.getSourceContext() == null
        ? whole.getSourceContext()
        : last.getSourceContext();
  }
}
