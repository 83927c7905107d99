package io.openaep.platform.access.lwm2m.coap;

import io.openaep.wire.Bytes;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.elements.EndpointContext;

/// One whole message on an observation: a notification, or the answer to the observe request.
///
/// @param opening the observe request is still open: this may be its answer
/// @param piggybacked came in the acknowledgement of the observe request: nothing of ours
///   acknowledges it
/// @param confirmable the device waits for an acknowledgement
/// @param success code 2.xx; else the observation is over (RFC 7641, 4.2)
/// @param code as text, `2.05`
/// @param observe the Observe option; absent when the device does not, or no longer, observe
/// @param contentFormat the CoAP content format number, if given
/// @param peer where it came from, with the DTLS identity
/// @param socket which socket it came to
public record Notification(
    Token token,
    boolean opening,
    boolean piggybacked,
    boolean confirmable,
    boolean success,
    String code,
    int messageId,
    OptionalInt observe,
    Optional<Integer> contentFormat,
    Bytes payload,
    EndpointContext peer,
    CoapSocket socket) {

  static Notification of(Response response, boolean opening, CoapSocket socket) {
    Integer observe = response.getOptions().getObserve();
    return new Notification(
        response.getToken(),
        opening,
        response.getType() == CoAP.Type.ACK,
        response.getType() == CoAP.Type.CON,
        response.isSuccess(),
        response.getCode().text,
        response.getMID(),
        observe == null ? OptionalInt.empty() : OptionalInt.of(observe),
        response.getOptions().hasContentFormat()
            ? Optional.of(response.getOptions().getContentFormat())
            : Optional.empty(),
        Bytes.copyOf(response.getPayload()),
        response.getSourceContext(),
        socket);
  }
}
