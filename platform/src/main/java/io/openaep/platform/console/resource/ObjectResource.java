package io.openaep.platform.console.resource;

import io.openaep.platform.access.ObjectAction;
import io.openaep.platform.access.ObjectCodec;
import io.openaep.platform.access.ObjectPath;
import io.openaep.platform.access.ObjectSession;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.account.Area;
import io.openaep.platform.command.NewOperation;
import io.openaep.platform.command.Operations;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.data.ObjectValue;
import io.openaep.platform.data.ObjectValueStore;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// `/api/devices/{deviceId}/objects…`: the LwM2M objects of a device. GET shows what the device has
/// told so far; POST has something done, at once or, while the device sleeps, at its next contact.
public final class ObjectResource implements Resource {
  private static final String OBJECTS = "/devices/{deviceId}/objects";
  private static final List<String> BELOW =
      List.of("/{object}", "/{instance}", "/{resource}", "/{resourceInstance}");
  private static final Duration USUAL_TTL = Duration.ofDays(1);
  private static final int VALUES = 2_000;
  private static final int PAYLOAD_CHARS = 88_000;

  private static final Shape.Obj VALUE =
      Shape.object(
          "ObjectValue",
          Shape.must("path", Shape.text(1, 24), "The resource, such as /3/0/0"),
          Shape.must("at", Shape.time(), "When the device told it"),
          Shape.must("type", Shape.text(0, 20), "LwM2M's type"),
          Shape.may("name", Shape.text(0, 100), "From the object model"),
          Shape.must("value", Shape.any(), "Opaque bytes as hex text"));

  private static final Shape.Obj TREE =
      Shape.object(
          "ObjectTree",
          Shape.must("registered", Shape.flag(), "Whether there is a registration"),
          Shape.may("version", Shape.text(0, 10), "Of LwM2M, as registered"),
          Shape.may("binding", Shape.text(0, 10), "As registered: U, UQ …"),
          Shape.may("lifetimeSeconds", Shape.whole(0, Long.MAX_VALUE), "As registered"),
          Shape.may("apn", Shape.text(0, 100), "As registered"),
          Shape.may("objects", Shape.text(0, 4096), "The list of objects, as registered"),
          Shape.must(
              "observed", Shape.list(Shape.text(1, 24), 0, 100), "What the platform observes"),
          Shape.must("values", Shape.list(VALUE, 0, VALUES), "What the device has told"));

  private static final Shape.Obj VALUES_BELOW =
      Shape.object(
          "ObjectValues",
          Shape.must("values", Shape.list(VALUE, 0, VALUES), "At the path and below it"));

  private static final Shape.Obj REQUEST =
      Shape.object(
          "ObjectRequest",
          Shape.must("action", Shape.choice(ObjectAction.class), "What to do"),
          Shape.may(
              "value",
              Shape.any(),
              "write: by the object model; an instance takes an object of resource id to value"),
          Shape.may("payload", Shape.base64(), "write: the bytes as they are, in contentFormat"),
          Shape.may(
              "contentFormat",
              Shape.whole(0, 65_535),
              "write: of the payload; read and observe: the one asked for"),
          Shape.may("arguments", Shape.text(0, 1_000), "execute: its arguments"),
          Shape.may(
              "ttlSeconds",
              Shape.whole(0, 864_000),
              "How long it may wait for the device; 0: now or never; 86400 if not said"));

  private final Ports ports;
  private final Lookup lookup;

  /// What it needs.
  public record Ports(
      Registry registry,
      Operations operations,
      ObjectValueStore values,
      Sessions sessions,
      ObjectCodec codec) {}

  public ObjectResource(Ports ports) {
    this.ports = ports;
    this.lookup = new Lookup(ports.registry());
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(
        Route.get(OBJECTS, "Shows the registration and what the device has told of its objects.")
            .in(Area.DEVICES)
            .gives(200, TREE)
            .by(this::tree));
    String path = OBJECTS;
    for (String segment : BELOW) {
      path += segment;
      routes.add(
          Route.get(path, "Shows the newest values at a path and below it.")
              .in(Area.DEVICES)
              .gives(200, VALUES_BELOW)
              .by(this::values));
      routes.add(
          Route.post(path, "Reads, writes, executes, observes, cancels or discovers.")
              .in(Area.COMMANDS)
              .query("wait", Shape.whole(0, 60), "Answers when it has ended, or after so many s")
              .takes(REQUEST)
              .gives(202, OperationResource.OPERATION)
              .by(this::operate));
    }
    return routes;
  }

  private Reply tree(Call call) {
    Device device = lookup.device(call);
    Optional<ObjectSession> session = ObjectSession.of(ports.sessions(), device.ref().number());
    Optional<Registration> registration = session.map(ObjectSession::registration);
    return Reply.ok(
        Reply.members(
            "registered",
            registration.isPresent(),
            "version",
            registration.map(Registration::version),
            "binding",
            registration.map(Registration::binding),
            "lifetimeSeconds",
            registration.map(it -> it.lifetime().toSeconds()),
            "apn",
            registration.flatMap(Registration::apn),
            "objects",
            registration.map(Registration::objects),
            "observed",
            session.map(ObjectSession::observedPaths).orElse(List.of()),
            "values",
            views(ports.values().all(device.ref().number()))));
  }

  private Reply values(Call call) {
    Device device = lookup.device(call);
    return Reply.ok(
        Reply.members(
            "values", views(ports.values().below(device.ref().number(), path(call).toString()))));
  }

  private static List<Map<String, Object>> views(List<ObjectValue> values) {
    return values.stream()
        .map(it ->
            Reply.members(
                "path",
                it.path(),
                "at",
                it.at(),
                "type",
                it.type(),
                "name",
                it.name().isEmpty() ? Optional.empty() : Optional.of(it.name()),
                "value",
                JsonMapper.shared().readTree(it.value())))
        .toList();
  }

  private Reply operate(Call call) {
    Device device = lookup.device(call);
    ObjectPath path = path(call);
    Body body = call.body();
    ObjectAction action = body.choice("action", ObjectAction.class);
    checkMembers(action, path, body);
    Optional<Integer> format = body.optionalWhole("contentFormat").map(Math::toIntExact);
    Bytes payload = Bytes.EMPTY;
    switch (action) {
      case WRITE -> {
        if (body.has("value")) {
          ObjectCodec.Encoding.Ready ready = encoded(path, format, body);
          format = Optional.of(ready.contentFormat());
          payload = ready.payload();
        } else {
          payload = body.optionalBytes("payload").orElseThrow();
          format = Optional.of(format.orElse(42));
        }
      }
      case EXECUTE -> payload = Bytes.utf8(body.optionalText("arguments").orElse(""));
      case READ, OBSERVE, CANCEL, DISCOVER -> {}
    }
    NewOperation operation =
        new NewOperation(
            device.ref(),
            action,
            path,
            format,
            payload,
            body.optionalWhole("ttlSeconds").map(Duration::ofSeconds).orElse(USUAL_TTL),
            call.caller().name());
    return OperationResource.accepted(
        ports.operations(), device, operation, Duration.ofSeconds(call.whole("wait").orElse(0L)));
  }

  private ObjectCodec.Encoding.Ready encoded(ObjectPath path, Optional<Integer> format, Body body) {
    String json = Body.json(body.any("value").orElseThrow());
    return switch (ports.codec().encode(path, format, json)) {
      case ObjectCodec.Encoding.Ready ready -> ready;
      case ObjectCodec.Encoding.Impossible(String reason) ->
          throw Problem.invalid("/value", "does not fit: " + reason);
    };
  }

  private static void checkMembers(ObjectAction action, ObjectPath path, Body body) {
    boolean write = action == ObjectAction.WRITE;
    if (write && body.has("value") == body.has("payload")) {
      throw Problem.invalid("/value", "is needed for a write, or payload instead, but not both");
    }
    if (!write && (body.has("value") || body.has("payload"))) {
      throw Problem.invalid("/action", "must be write when there is a value or payload");
    }
    if (action != ObjectAction.EXECUTE && body.has("arguments")) {
      throw Problem.invalid("/action", "must be execute when there are arguments");
    }
    if (action == ObjectAction.EXECUTE && path.ids().size() != 3) {
      throw Problem.invalid("/action", "can be execute on a resource only, such as /3/0/4");
    }
    if (write && path.ids().size() == 1) {
      throw Problem.invalid("/action", "can be write on an instance or a resource only");
    }
    if (body.optionalText("payload").filter(it -> it.length() > PAYLOAD_CHARS).isPresent()) {
      throw Problem.invalid("/payload", "must have at most 65536 bytes");
    }
  }

  private static ObjectPath path(Call call) {
    String below = call.request().path();
    String path = below.substring(below.indexOf("/objects/") + "/objects".length());
    return ObjectPath.parse(path)
        .orElseThrow(
            () -> Problem.notFound("A path is up to four numbers of 0 to 65534, such as /3/0/0."));
  }
}
