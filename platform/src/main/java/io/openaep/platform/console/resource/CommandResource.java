package io.openaep.platform.console.resource;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.account.Area;
import io.openaep.platform.command.Command;
import io.openaep.platform.command.CommandRefused;
import io.openaep.platform.command.CommandStatus;
import io.openaep.platform.command.Commands;
import io.openaep.platform.command.Failure;
import io.openaep.platform.command.NewCommand;
import io.openaep.platform.command.ServiceCall;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.PayloadForm;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `/api/devices/{deviceId}/commands` (指令下发): sends, follows and cancels commands.
public final class CommandResource implements Resource {
  private static final Instant ALWAYS = Instant.ofEpochSecond(9_999_999_999L);
  private static final int TTL_LIMIT_SECONDS = 864_000;
  private static final long TTL_USUAL_SECONDS = 7200;
  private static final int PAYLOAD_LIMIT_BYTES = 65_535;

  private static final Shape.Obj COMMAND =
      Shape.object(
          "Command",
          Shape.must("commandId", Shape.text(1, 20), "Ascending; a string, for it has 53 bits"),
          Shape.must("deviceId", Shape.text(1, 80), "Who gets it"),
          Shape.must("status", Shape.choice(CommandStatus.class), "Where it is in its life"),
          Shape.must("content", Shape.any(), "As AEP's API shows it"),
          Shape.must("payload", Shape.text(0, 100_000), "What the device gets, in Base64"),
          Shape.must("ttlSeconds", Shape.whole(0, TTL_LIMIT_SECONDS), "0: now or never"),
          Shape.must("createdBy", Shape.text(0, 128), "Who sent it"),
          Shape.must("createdAt", Shape.time(), "When it was saved"),
          Shape.may("sentAt", Shape.time(), "When it left"),
          Shape.may("deliveredAt", Shape.time(), "When the device had it"),
          Shape.may("finishedAt", Shape.time(), "When it ended"),
          Shape.may("failure", Shape.choice(Failure.class), "Why it failed"),
          Shape.may("reason", Shape.text(1, 1000), "Why it waits or failed, in words"));

  private static final Shape.Obj NEW_COMMAND =
      Shape.object(
          "NewCommand",
          Shape.may("text", Shape.text(1, PAYLOAD_LIMIT_BYTES), "LwM2M and TCP: UTF-8 text"),
          Shape.may(
              "hex",
              Shape.text("(?:[0-9A-Fa-f]{2})+", "must be an even number of hex digits"),
              "LwM2M and TCP: bytes"),
          Shape.may("json", Shape.any(), "MQTT: any JSON"),
          Shape.may("service", Shape.text(1, 64), "Thing model: a command service's identifier"),
          Shape.may("parameters", Shape.any(), "Thing model: the service's parameters"),
          Shape.may(
              "ttlSeconds",
              Shape.whole(0, TTL_LIMIT_SECONDS),
              "How long it may wait for the device; 7200 if not said, 0: now or never"));

  private final Registry registry;
  private final Commands commands;
  private final Lookup lookup;

  public CommandResource(Registry registry, Commands commands) {
    this.registry = registry;
    this.commands = commands;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/devices/{deviceId}/commands", "Lists a device's commands, newest first.")
            .in(Area.COMMANDS)
            .query("from", Shape.time(), "Created at this time or later")
            .query("to", Shape.time(), "Created at this time or before")
            .query("page", Shape.whole(1, 1_000_000), "From 1")
            .query("size", Shape.whole(1, 1000), "Rows of a page; 50 if not said")
            .gives(
                200,
                Shape.object(
                    "CommandPage",
                    Shape.must("total", Shape.whole(0, Long.MAX_VALUE), "Over all pages"),
                    Shape.must("items", Shape.list(COMMAND, 0, 1000), "The rows of this page")))
            .by(this::list),
        Route.post(
                "/devices/{deviceId}/commands",
                "Saves a command; it leaves when the device can hear.")
            .in(Area.COMMANDS)
            .takes(NEW_COMMAND)
            .gives(201, COMMAND)
            .by(this::create),
        Route.get("/devices/{deviceId}/commands/{commandId}", "Shows a command.")
            .in(Area.COMMANDS)
            .gives(200, COMMAND)
            .by(call -> Reply.ok(view(find(call, lookup.device(call))))),
        Route.post(
                "/devices/{deviceId}/commands/{commandId}/cancel",
                "Cancels a command that has not left.")
            .in(Area.COMMANDS)
            .gives(200, COMMAND)
            .by(this::cancel));
  }

  private Reply list(Call call) {
    Device device = lookup.device(call);
    Commands.CommandPage page =
        commands.list(
            device.ref().number(),
            call.time("from").orElse(Instant.EPOCH),
            call.time("to").orElse(ALWAYS),
            Math.toIntExact(call.whole("page").orElse(1L)),
            Math.toIntExact(call.whole("size").orElse(50L)));
    return Reply.ok(
        Reply.members(
            "total",
            page.total(),
            "items",
            page.commands().stream().map(CommandResource::view).toList()));
  }

  private Reply create(Call call) {
    Device device = lookup.device(call);
    Body body = call.body();
    Product product = lookup.productOf(device);
    Duration ttl = Duration.ofSeconds(body.optionalWhole("ttlSeconds").orElse(TTL_USUAL_SECONDS));
    String by = call.caller().name();
    try {
      NewCommand wanted;
      if (product.transparent()) {
        Content content = content(product.protocol(), body);
        wanted = new NewCommand(device.ref(), content.payload(), content.json(), ttl, by);
      } else {
        wanted = called(device, product, body, ttl, by);
      }
      Command made = Waiting.onDisk(commands.create(wanted));
      return Reply.created(
          "/api/devices/%s/commands/%d".formatted(device.ref().deviceId(), made.id()), view(made));
    } catch (CommandRefused refused) {
      throw new Problem(ProblemKind.CONFLICT, String.valueOf(refused.getMessage()));
    }
  }

  private NewCommand called(Device device, Product product, Body body, Duration ttl, String by) {
    Optional<JsonNode> parameters = body.any("parameters");
    if (!body.has("service")
        || parameters.isEmpty()
        || body.has("text")
        || body.has("hex")
        || body.has("json")) {
      throw Problem.invalid(
          "/service",
          "and parameters are what a device with a thing model gets; send them and nothing else");
    }
    String service = body.text("service");
    ServiceCall call =
        ServiceCall.of(
            PayloadForm.of(product),
            registry.models().of(product.productId()),
            service,
            Body.json(parameters.get()));
    Map<String, Object> content =
        Reply.members("params", parameters.get(), "serviceIdentifier", service);
    return NewCommand.calling(device.ref(), call, Body.json(content), ttl, by);
  }

  /// What the device gets, and the same as AEP's `content` has it (northbound, 4.3), so that both
  /// APIs show one command alike.
  private record Content(Bytes payload, String json) {}

  private static Content content(Protocol protocol, Body body) {
    Optional<JsonNode> json = body.any("json");
    Optional<String> text = body.optionalText("text");
    Optional<String> hex = body.optionalText("hex");
    boolean mqtt = protocol == Protocol.MQTT;
    int given = (json.isPresent() ? 1 : 0) + (text.isPresent() ? 1 : 0) + (hex.isPresent() ? 1 : 0);
    if (given != 1 || mqtt != json.isPresent()) {
      throw Problem.invalid(
          mqtt ? "/json" : "/text",
          mqtt
              ? "is what an MQTT device gets; send it and neither text nor hex"
              : "or hex is what this device gets; send one of them and no json");
    }
    Bytes payload =
        json.map(it -> Bytes.utf8(Body.json(it)))
            .or(() -> text.map(Bytes::utf8))
            .or(() -> hex.map(Bytes::hex))
            .orElseThrow();
    if (payload.size() > PAYLOAD_LIMIT_BYTES) {
      throw Problem.invalid(
          "the body", "has a payload of more than %d bytes".formatted(PAYLOAD_LIMIT_BYTES));
    }
    Map<String, Object> content =
        mqtt
            ? Map.of("payload", json.orElseThrow())
            : Reply.members("dataType", text.isPresent() ? 1 : 2, "payload", text.or(() -> hex));
    return new Content(payload, Body.json(content));
  }

  private Reply cancel(Call call) {
    Device device = lookup.device(call);
    Command command = find(call, device);
    Commands.CancelResult result =
        Waiting.onDisk(commands.cancel(device.ref().number(), command.id(), call.caller().name()));
    return switch (result) {
      case CANCELLED -> Reply.ok(view(find(call, device)));
      case TOO_LATE ->
          throw new Problem(
              ProblemKind.CONFLICT,
              "Command %d was sent or has ended, so it cannot be cancelled."
                  .formatted(command.id()));
      case UNKNOWN -> throw unknown(call);
    };
  }

  private Command find(Call call, Device device) {
    return commands
        .find(device.ref().number(), call.number("commandId"))
        .orElseThrow(() -> unknown(call));
  }

  private static Problem unknown(Call call) {
    return Problem.notFound("This device has no command %s.".formatted(call.path("commandId")));
  }

  private static Map<String, Object> view(Command command) {
    return Reply.members(
        "commandId",
        String.valueOf(command.id()),
        "deviceId",
        command.device().deviceId(),
        "status",
        command.status(),
        "content",
        Body.tree(command.content()),
        "payload",
        command.payload().toBase64(),
        "ttlSeconds",
        command.ttl().toSeconds(),
        "createdBy",
        command.createdBy(),
        "createdAt",
        command.createdAt(),
        "sentAt",
        command.sentAt(),
        "deliveredAt",
        command.deliveredAt(),
        "finishedAt",
        command.finishedAt(),
        "failure",
        command.failure(),
        "reason",
        Optional.of(command.reason()).filter(it -> !it.isBlank()));
  }
}
