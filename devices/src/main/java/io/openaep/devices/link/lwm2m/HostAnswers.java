package io.openaep.devices.link.lwm2m;

import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/// Turns what the host answers into CoAP, if it fits what the server asked.
final class HostAnswers {
  private HostAnswers() {}

  /// @return empty if the answer is of another kind than the request, or about another path
  static Optional<Response> response(Request request, Lwm2mRequest asked, Lwm2mAnswer answer) {
    return switch (answer) {
      case Lwm2mAnswer.Refused(Lwm2mAnswer.Reason reason) ->
          Optional.of(new Response(code(reason)));
      case Lwm2mAnswer.Changed() ->
          switch (asked) {
            case Lwm2mRequest.Write _, Lwm2mRequest.Execute _ ->
                Optional.of(new Response(ResponseCode.CHANGED));
            case Lwm2mRequest.Read _, Lwm2mRequest.Observe _, Lwm2mRequest.CancelObserve _ ->
                Optional.empty();
          };
      case Lwm2mAnswer.Content(Lwm2mPath resource, Lwm2mValue value) ->
          switch (asked) {
            case Lwm2mRequest.Write _, Lwm2mRequest.Execute _ -> Optional.empty();
            case Lwm2mRequest.Read _, Lwm2mRequest.Observe _, Lwm2mRequest.CancelObserve _ ->
                covers(asked.path(), resource)
                    ? Optional.of(content(request, asked.path(), resource, value))
                    : Optional.empty();
          };
    };
  }

  private static Response content(
      Request request, Lwm2mPath asked, Lwm2mPath resource, Lwm2mValue value) {
    int accepted = asked.namesResource() ? Contents.accepted(request) : Contents.TLV;
    Optional<Contents.Encoded> encoded = Contents.encode(value, accepted, resource);
    if (encoded.isEmpty()) {
      return new Response(ResponseCode.NOT_ACCEPTABLE);
    }
    Response response = new Response(ResponseCode.CONTENT);
    encoded.get().into(response);
    return response;
  }

  private static boolean covers(Lwm2mPath asked, Lwm2mPath resource) {
    return asked.object() == resource.object()
        && (asked.instance() == Lwm2mPath.NONE || asked.instance() == resource.instance())
        && (!asked.namesResource() || asked.resource() == resource.resource());
  }

  private static ResponseCode code(Lwm2mAnswer.Reason reason) {
    return switch (reason) {
      case BAD_REQUEST -> ResponseCode.BAD_REQUEST;
      case UNAUTHORIZED -> ResponseCode.UNAUTHORIZED;
      case NOT_FOUND -> ResponseCode.NOT_FOUND;
      case METHOD_NOT_ALLOWED -> ResponseCode.METHOD_NOT_ALLOWED;
      case NOT_ACCEPTABLE -> ResponseCode.NOT_ACCEPTABLE;
    };
  }
}
