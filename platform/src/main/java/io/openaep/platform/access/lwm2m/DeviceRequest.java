package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Door;
import io.openaep.wire.Bytes;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;

/// A request of a device: what it says, through which door, from whom.
record DeviceRequest(Exchange exchange, Door door, Peer peer) {
  OptionSet options() {
    return exchange.getRequest().getOptions();
  }

  Bytes payload() {
    return Bytes.copyOf(exchange.getRequest().getPayload());
  }

  /// Answers with a diagnostic sentence (RFC 7252, 5.5.2).
  void respond(ResponseCode code, String sentence) {
    Response response = new Response(code);
    response.setPayload(sentence);
    exchange.sendResponse(response);
  }
}
