package io.openaep.devices.link.lwm2m;

import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.Lane;
import io.openaep.devices.link.lwm2m.Observations.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/// One registration of one device with one LwM2M server (LwM2M 1.0, 5.3; AEP device protocols,
/// 1.1): registers, updates, leaves, reports on the server's observations, and passes on what the
/// server asks of the host's objects. A client registers once; for the next registration a new one
/// is made, over a new socket. Runs on the lane; every `then` is called there too, at most once,
/// and not after {@link #close}.
public final class Lwm2mClient implements AutoCloseable {
  private static final Ended UNHEEDED = (_, _) -> {};

  /// The server's requests that overtook the answer to the registration.
  private static final int EARLY_LIMIT = 8;

  private final Lwm2mSettings settings;
  private final CoapExchanges exchanges;
  private final BuiltInObjects builtIn;
  private final Observations observations = new Observations();
  private final PendingAnswers pending;
  private final ServerRequests serverRequests;
  private final Lwm2mListener listener;
  private final List<Request> early = new ArrayList<>();
  private final Set<Lwm2mPath> resources = new LinkedHashSet<>();
  private List<String> location = List.of();
  private State state = State.NEW;

  private enum State {
    NEW,
    REGISTERING,
    REGISTERED,
    GONE
  }

  public Lwm2mClient(
      Datagrams link,
      Lane lane,
      Lwm2mSettings settings,
      Supplier<DeviceFacts> device,
      Lwm2mListener listener,
      RandomGenerator random) {
    this.settings = settings;
    this.listener = listener;
    this.builtIn = new BuiltInObjects(device, settings.lifetime(), settings.binding());
    this.exchanges =
        new CoapExchanges(link, lane, settings.retransmission(), random, this::requested);
    this.pending = new PendingAnswers(exchanges, lane);
    this.serverRequests =
        new ServerRequests(exchanges, builtIn, pending, resources, listener, this::changed);
  }

  /// Told how an update or a report ended.
  @FunctionalInterface
  public interface Ended {
    /// @param mid the message id that was sent
    void ended(int mid, Lwm2mResult result);
  }

  /// Whether an object belongs to the module: requests for it never reach the host, which cannot
  /// add it either.
  public static boolean isBuiltIn(int object) {
    return BuiltInObjects.owns(object);
  }

  /// Registers with these resources of the host: `POST /rd`.
  public void register(Set<Lwm2mPath> hostResources, Consumer<Lwm2mResult> then) {
    if (state != State.NEW) {
      throw new IllegalStateException("This client has registered before; make a new one");
    }
    state = State.REGISTERING;
    resources.addAll(hostResources);
    Request request = new Request(Code.POST);
    request.getOptions().addUriPath("rd");
    request
        .getOptions()
        .addUriQuery("ep=" + settings.endpoint())
        .addUriQuery("lt=" + settings.lifetime().toSeconds())
        .addUriQuery("lwm2m=1.0")
        .addUriQuery("b=" + settings.binding());
    links(request);
    ask(
        request,
        ResponseCode.CREATED,
        (result, response) -> {
          state = result instanceof Lwm2mResult.Done ? State.REGISTERED : State.GONE;
          response.ifPresent(r -> location = r.getOptions().getLocationPath());
          then.accept(result);
          List.copyOf(early).forEach(this::requested);
          early.clear();
        });
  }

  /// Renews the registration: `POST` on its location.
  ///
  /// @param lifetime a new one, else the old one goes on
  /// @return whether it was sent; if not, `then` is not called
  public boolean update(Optional<Duration> lifetime, Optional<Binding> binding, Ended then) {
    requireRegistered();
    builtIn.updated(lifetime.orElse(builtIn.lifetime()), binding.orElse(builtIn.binding()));
    Request request = new Request(Code.POST);
    location.forEach(request.getOptions()::addUriPath);
    lifetime.ifPresent(l -> request.getOptions().addUriQuery("lt=" + l.toSeconds()));
    binding.ifPresent(b -> request.getOptions().addUriQuery("b=" + b));
    return askUpdate(request, then);
  }

  /// Tells the server which resources the host has now; part of an update.
  public boolean updateResources(Set<Lwm2mPath> hostResources, Ended then) {
    requireRegistered();
    resources.clear();
    resources.addAll(hostResources);
    Request request = new Request(Code.POST);
    location.forEach(request.getOptions()::addUriPath);
    links(request);
    return askUpdate(request, then);
  }

  /// Ends the registration: `DELETE` on its location. The client is to be closed afterwards.
  public void deregister(Consumer<Lwm2mResult> then) {
    requireRegistered();
    Request request = new Request(Code.DELETE);
    location.forEach(request.getOptions()::addUriPath);
    ask(
        request,
        ResponseCode.DELETED,
        (result, _) -> {
          state = State.GONE;
          then.accept(result);
        });
  }

  /// Answers a request that {@link Lwm2mListener#requested} told of.
  ///
  /// @return whether one with this id was waiting and the answer fits it
  public boolean answer(int mid, Lwm2mAnswer answer) {
    Optional<PendingAnswers.Pending> waiting = pending.find(mid);
    if (waiting.isEmpty()) {
      return false;
    }
    Request request = waiting.get().request;
    Optional<Response> response = HostAnswers.response(request, waiting.get().asked, answer);
    if (response.isEmpty()) {
      return false;
    }
    Lwm2mPath path = waiting.get().asked.path();
    if (response.get().getCode() == ResponseCode.CONTENT) {
      switch (waiting.get().asked) {
        case Lwm2mRequest.Observe _ -> observe(request, path, response.get());
        case Lwm2mRequest.CancelObserve _ -> observations.end(path);
        case Lwm2mRequest.Read _, Lwm2mRequest.Write _, Lwm2mRequest.Execute _ -> {}
      }
    }
    waiting.get().answer(response.get());
    return true;
  }

  private void observe(Request request, Lwm2mPath path, Response response) {
    Observation begun = new Observation(path, request.getToken(), Contents.accepted(request));
    if (observations.begin(begun)) {
      response.getOptions().setObserve(observations.nextSequence());
    }
  }

  /// Whether a change of `resource` can be reported.
  public boolean observed(Lwm2mPath resource) {
    return state == State.REGISTERED && observations.of(resource).isPresent();
  }

  /// Reports a value on the server's observation.
  ///
  /// @param then for a confirmable report, whether the server acknowledged it; else never called
  /// @return the message id; empty if nobody observes it, too many reports are open, or the value
  ///   has more than 64 KiB
  public OptionalInt report(Lwm2mPath resource, Lwm2mValue value, boolean confirmable, Ended then) {
    Optional<Observation> observation = observations.of(resource);
    if (state != State.REGISTERED || observation.isEmpty()) {
      return OptionalInt.empty();
    }
    Observation on = observation.get();
    int accepted = on.path().namesResource() ? on.accepted() : Contents.TLV;
    Optional<Contents.Encoded> encoded = Contents.encode(value, accepted, resource);
    if (encoded.isEmpty()) {
      return OptionalInt.empty();
    }
    Response whole = new Response(ResponseCode.CONTENT);
    encoded.get().into(whole);
    Optional<Response> shaped = exchanges.blocks().report(on.path(), whole);
    if (shaped.isEmpty()) {
      return OptionalInt.empty();
    }
    Response report = shaped.get();
    report.setToken(on.token());
    report.getOptions().setObserve(observations.nextSequence());
    Consumer<Outcome> ended =
        outcome -> {
          if (outcome instanceof Outcome.Reset) {
            observations.rejected(on);
          }
          if (confirmable) {
            then.ended(report.getMID(), result(outcome, ResponseCode.CONTENT));
          }
        };
    return confirmable
        ? exchanges.confirmable(report, ended)
        : OptionalInt.of(exchanges.unconfirmable(report, ended));
  }

  @Override
  public void close() {
    state = State.GONE;
    pending.clear();
    observations.clear();
    early.clear();
    exchanges.close();
  }

  private void requested(Request request) {
    switch (state) {
      case REGISTERING -> {
        if (early.size() < EARLY_LIMIT) {
          early.add(request);
        }
      }
      case REGISTERED -> serverRequests.handle(request);
      case NEW, GONE -> {}
    }
  }

  /// Object 1 was written: the host hears of it, and the server gets the update that LwM2M asks
  /// for.
  private void changed(ServerChange change) {
    switch (change) {
      case ServerChange.Lifetime(Duration lifetime) ->
          update(Optional.of(lifetime), Optional.empty(), UNHEEDED);
      case ServerChange.BindingMode(Binding binding) ->
          update(Optional.empty(), Optional.of(binding), UNHEEDED);
      case ServerChange.UpdateTrigger() -> update(Optional.empty(), Optional.empty(), UNHEEDED);
      case ServerChange.MinimumPeriod _, ServerChange.MaximumPeriod _ -> {}
    }
    listener.changed(change);
  }

  private void links(Request request) {
    StringBuilder links = new StringBuilder("</>;rt=\"oma.lwm2m\"");
    BuiltInObjects.LINKS.forEach(link -> links.append(",<").append(link).append('>'));
    resources.stream()
        .map(path -> Lwm2mPath.of(path.object(), path.instance(), Lwm2mPath.NONE))
        .distinct()
        .forEach(instance -> links.append(",<").append(instance).append('>'));
    request.getOptions().setContentFormat(Contents.LINK_FORMAT);
    request.setPayload(links.toString());
  }

  private boolean askUpdate(Request request, Ended then) {
    return exchanges
        .request(
            request,
            outcome -> {
              Lwm2mResult result = result(outcome, ResponseCode.CHANGED);
              if (result instanceof Lwm2mResult.Refused(String code) && code.equals("4.04")) {
                state = State.GONE; // the server has forgotten the registration
              }
              then.ended(request.getMID(), result);
            })
        .isPresent();
  }

  private void ask(Request request, ResponseCode wanted, Answered then) {
    OptionalInt mid =
        exchanges.request(
            request,
            outcome -> {
              Optional<Response> response =
                  outcome instanceof Outcome.Answered(Response r)
                      ? Optional.of(r)
                      : Optional.empty();
              then.answered(result(outcome, wanted), response);
            });
    if (mid.isEmpty()) {
      then.answered(new Lwm2mResult.Busy(), Optional.empty());
    }
  }

  private interface Answered {
    void answered(Lwm2mResult result, Optional<Response> response);
  }

  private static Lwm2mResult result(Outcome outcome, ResponseCode wanted) {
    return switch (outcome) {
      case Outcome.Answered(Response response) ->
          response.getCode() == wanted
              ? new Lwm2mResult.Done()
              : new Lwm2mResult.Refused(response.getCode().text);
      case Outcome.Acknowledged() -> new Lwm2mResult.Done();
      case Outcome.Reset() -> new Lwm2mResult.Reset();
      case Outcome.Silent() -> new Lwm2mResult.Silent();
    };
  }

  private void requireRegistered() {
    if (state != State.REGISTERED) {
      throw new IllegalStateException("Register first");
    }
  }
}
