package io.openaep.platform.access.lwm2m.coap;

import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;

/// Tells of messages that belong to no request and to no observation, or to somebody else's.
/// Californium has rejected them before (RST; RFC 7641, 3.5), and would leave it at that: a device
/// whose observation was lost, or a guesser of tokens, could be seen by nobody. On the protocol
/// thread.
final class UnmatchedWatch extends MessageInterceptorAdapter {
  private final Observations observations;
  private final NotificationSink sink;

  UnmatchedWatch(Observations observations, NotificationSink sink) {
    this.observations = observations;
    this.sink = sink;
  }

  @Override
  public void receiveResponse(Response response) {
    boolean expected = !response.isCanceled() || response.getType() == CoAP.Type.ACK;
    if (expected) {
      return;
    }
    boolean known = observations.get(response.getToken()) != null;
    sink.refused(
        response.getToken(),
        response.getSourceContext(),
        known ? "wrong_identity" : "unknown_token",
        known
            ? "the observation belongs to another PSK identity; answered RST"
            : "no observation and no request has this token; answered RST");
  }
}
