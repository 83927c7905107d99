package io.openaep.devices.link.lwm2m;

import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.Lane;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/// Asks a bootstrap server where the device belongs (LwM2M 1.0, 5.2.7): `POST /bs`, then takes what
/// the server writes into Security (0) and Server (1) until it finishes. Used once. Runs on the
/// lane; `then` is called there, once, and not after {@link #close}.
public final class BootstrapClient implements AutoCloseable {
  private static final int SECURITY = 0;
  private static final int SERVER = 1;
  private static final int INSTANCE_LIMIT = 8;

  private final Lwm2mSettings settings;
  private final Lane lane;
  private final CoapExchanges exchanges;
  private final Map<Integer, Map<Integer, Bytes>> securities = new TreeMap<>();
  private final Map<Integer, Map<Integer, Bytes>> servers = new TreeMap<>();
  private Consumer<BootstrapResult> then = _ -> {};
  private Optional<Lane.Later> patience = Optional.empty();
  private boolean over;

  public BootstrapClient(
      Datagrams link, Lane lane, Lwm2mSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.lane = lane;
    this.exchanges =
        new CoapExchanges(link, lane, settings.retransmission(), random, this::requested);
  }

  /// Begins; a client begins once.
  public void run(Consumer<BootstrapResult> whenOver) {
    then = whenOver;
    Request request = new Request(Code.POST);
    request.getOptions().addUriPath("bs").addUriQuery("ep=" + settings.endpoint());
    var _ = exchanges.request(request, this::answered);
  }

  private void answered(Outcome outcome) {
    switch (outcome) {
      case Outcome.Answered(Response response) when response.getCode() == ResponseCode.CHANGED ->
          waitFurther();
      case Outcome.Answered(Response response) ->
          end(new BootstrapResult.Failed(new Lwm2mResult.Refused(response.getCode().text)));
      case Outcome.Acknowledged() -> waitFurther();
      case Outcome.Reset() -> end(new BootstrapResult.Failed(new Lwm2mResult.Reset()));
      case Outcome.Silent() -> end(new BootstrapResult.Failed(new Lwm2mResult.Silent()));
    }
  }

  /// The server writes one thing after another, each within its own retransmissions.
  private void waitFurther() {
    patience.ifPresent(Lane.Later::cancel);
    if (!over) {
      patience =
          Optional.of(
              lane.after(
                  settings.retransmission().longestWait(),
                  () -> end(new BootstrapResult.Failed(new Lwm2mResult.Silent()))));
    }
  }

  private void requested(Request request) {
    waitFurther();
    List<String> path = request.getOptions().getUriPath();
    if (path.equals(List.of("bs")) && request.getCode() == Code.POST) {
      finished(request);
      return;
    }
    Optional<Lwm2mPath> place = Lwm2mPath.parse(path);
    ResponseCode code =
        switch (request.getCode()) {
          case PUT -> place.map(it -> written(request, it)).orElse(ResponseCode.NOT_FOUND);
          case DELETE -> deleted(place);
          default -> ResponseCode.METHOD_NOT_ALLOWED;
        };
    exchanges.reply(request, new Response(code));
  }

  private ResponseCode written(Request request, Lwm2mPath path) {
    Optional<Map<Integer, Map<Integer, Bytes>>> instances = instances(path.object());
    boolean instance = path.instance() != Lwm2mPath.NONE && !path.namesResource();
    if (instances.isEmpty() || !instance || instances.get().size() >= INSTANCE_LIMIT) {
      return ResponseCode.METHOD_NOT_ALLOWED;
    }
    if (!Contents.isTlv(request.getOptions().getContentFormat())) {
      return ResponseCode.UNSUPPORTED_CONTENT_FORMAT;
    }
    try {
      instances.get().put(path.instance(), Tlv.resourceValues(Bytes.copyOf(request.getPayload())));
      return ResponseCode.CHANGED;
    } catch (DecodeException _) {
      return ResponseCode.BAD_REQUEST;
    }
  }

  private ResponseCode deleted(Optional<Lwm2mPath> path) {
    if (path.isEmpty()) {
      securities.clear();
      servers.clear();
      return ResponseCode.DELETED;
    }
    Optional<Map<Integer, Map<Integer, Bytes>>> instances = instances(path.get().object());
    if (instances.isEmpty()) {
      return ResponseCode.METHOD_NOT_ALLOWED;
    }
    if (path.get().instance() == Lwm2mPath.NONE) {
      instances.get().clear();
    } else {
      instances.get().remove(path.get().instance());
    }
    return ResponseCode.DELETED;
  }

  private Optional<Map<Integer, Map<Integer, Bytes>>> instances(int object) {
    return switch (object) {
      case SECURITY -> Optional.of(securities);
      case SERVER -> Optional.of(servers);
      default -> Optional.empty();
    };
  }

  private void finished(Request request) {
    Optional<BootstrapResult.Server> server = BootstrapResult.Server.of(securities, servers);
    exchanges.reply(
        request,
        new Response(server.isPresent() ? ResponseCode.CHANGED : ResponseCode.NOT_ACCEPTABLE));
    end(
        server
            .<BootstrapResult>map(BootstrapResult.Done::new)
            .orElse(new BootstrapResult.Failed(new Lwm2mResult.Refused("4.06"))));
  }

  private void end(BootstrapResult result) {
    if (!over) {
      over = true;
      patience.ifPresent(Lane.Later::cancel);
      then.accept(result);
    }
  }

  @Override
  public void close() {
    over = true;
    patience.ifPresent(Lane.Later::cancel);
    exchanges.close();
  }
}
