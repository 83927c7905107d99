package io.openaep.devices.link.lwm2m;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/// Tells the server's requests apart: built-in objects are answered here, those of the host are
/// turned into {@link Lwm2mRequest} and handed up, everything else is refused (LwM2M 1.0, 5.4,
/// 5.5).
final class ServerRequests {
  private static final int OBSERVE = 0;
  private static final int CANCEL_OBSERVE = 1;

  private final CoapExchanges exchanges;
  private final BuiltInObjects builtIn;
  private final PendingAnswers pending;
  private final Set<Lwm2mPath> hostResources;
  private final Lwm2mListener listener;
  private final Consumer<ServerChange> changes;

  ServerRequests(
      CoapExchanges exchanges,
      BuiltInObjects builtIn,
      PendingAnswers pending,
      Set<Lwm2mPath> hostResources,
      Lwm2mListener listener,
      Consumer<ServerChange> changes) {
    this.exchanges = exchanges;
    this.builtIn = builtIn;
    this.pending = pending;
    this.hostResources = hostResources;
    this.listener = listener;
    this.changes = changes;
  }

  void handle(Request request) {
    OptionSet options = request.getOptions();
    if (!options.getOthers().stream().allMatch(o -> !o.isCritical())) {
      refuse(request, ResponseCode.BAD_OPTION);
      return;
    }
    if (exchanges.blocks().take(request) instanceof BlockTransfers.Step.Answered(Response part)) {
      send(request, part);
      return;
    }
    Optional<Lwm2mPath> path = Lwm2mPath.parse(options.getUriPath());
    if (path.isEmpty()) {
      refuse(request, ResponseCode.NOT_FOUND);
    } else if (BuiltInObjects.owns(path.get().object())) {
      BuiltInObjects.Answered answered = builtIn.answer(request, path.get());
      answer(request, answered.response());
      answered.change().ifPresent(changes);
    } else {
      ask(request, path.get());
    }
  }

  private void ask(Request request, Lwm2mPath path) {
    if (hostResources.stream().noneMatch(resource -> within(resource, path))) {
      refuse(request, ResponseCode.NOT_FOUND);
      return;
    }
    if (request.getCode() == Code.GET && Contents.accepted(request) == Contents.LINK_FORMAT) {
      Response links = new Response(ResponseCode.CONTENT);
      Contents.links(path, hostResources).into(links);
      answer(request, links);
      return;
    }
    int mid = request.getMID();
    Optional<Lwm2mRequest> asked =
        switch (request.getCode()) {
          case GET -> Optional.of(read(request, path, mid));
          case PUT -> write(request, path, mid);
          case POST ->
              executes(request, path)
                  ? Optional.of(new Lwm2mRequest.Execute(mid, path, request.getPayloadString()))
                  : write(request, path, mid);
          default -> Optional.empty();
        };
    if (asked.isEmpty()) {
      boolean write = request.getOptions().hasContentFormat();
      refuse(request, write ? ResponseCode.BAD_REQUEST : ResponseCode.METHOD_NOT_ALLOWED);
    } else if (pending.add(request, asked.get())) {
      listener.requested(asked.get());
    }
  }

  private static Lwm2mRequest read(Request request, Lwm2mPath path, int mid) {
    Integer observe = request.getOptions().getObserve();
    if (observe == null) {
      return new Lwm2mRequest.Read(mid, path);
    }
    return switch (observe) {
      case OBSERVE -> new Lwm2mRequest.Observe(mid, path);
      case CANCEL_OBSERVE -> new Lwm2mRequest.CancelObserve(mid, path);
      default -> new Lwm2mRequest.Read(mid, path);
    };
  }

  private static Optional<Lwm2mRequest> write(Request request, Lwm2mPath path, int mid) {
    boolean attributesOnly = request.getPayloadSize() == 0 && !path.namesResource();
    if (attributesOnly || request.getOptions().getURIQueryCount() > 0) {
      return Optional.empty(); // write-attributes
    }
    return Contents.written(request, path)
        .map(payload -> new Lwm2mRequest.Write(mid, path, payload));
  }

  /// `POST` on a resource executes it, with arguments in text; some servers also write by it, and
  /// then name the content format of the value.
  private static boolean executes(Request request, Lwm2mPath path) {
    int format = request.getOptions().getContentFormat();
    return path.namesResource()
        && (format == MediaTypeRegistry.UNDEFINED || format == Contents.TEXT);
  }

  private static boolean within(Lwm2mPath resource, Lwm2mPath path) {
    return resource.object() == path.object()
        && (path.instance() == Lwm2mPath.NONE || resource.instance() == path.instance())
        && (path.resource() == Lwm2mPath.NONE || resource.resource() == path.resource());
  }

  private void refuse(Request request, ResponseCode code) {
    answer(request, new Response(code));
  }

  private void answer(Request request, Response response) {
    send(request, exchanges.blocks().shape(request, response));
  }

  private void send(Request request, Response response) {
    if (request.isConfirmable()) {
      exchanges.reply(request, response);
    } else {
      response.setToken(request.getToken());
      exchanges.unconfirmable(response, _ -> {});
    }
  }
}
