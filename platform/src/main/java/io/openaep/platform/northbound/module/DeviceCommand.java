package io.openaep.platform.northbound.module;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.command.Command;
import io.openaep.platform.command.CommandBatch.Row;
import io.openaep.platform.command.CommandRefused;
import io.openaep.platform.command.Commands;
import io.openaep.platform.command.Commands.CommandPage;
import io.openaep.platform.command.NewCommand;
import io.openaep.platform.command.ServiceCall;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Answer;
import io.openaep.platform.northbound.gateway.AnswerKeeper;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.northbound.gateway.OnDisk;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import io.openaep.wire.Bytes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `aep_device_command` (AEP northbound, 3.4 and 4.3).
public final class DeviceCommand implements Module {
  private static final int PAGE_LIMIT = 40;
  private static final int TTL_LIMIT_SECONDS = 864_000;
  private static final int TTL_DEFAULT_SECONDS = 7200;
  private static final int GROUP_LEVEL = 3;
  private static final int ID_LIMIT_DIGITS = 18;

  /// What a call for a group waits for the disk, whatever the size of the group.
  private static final Duration GROUP_PATIENCE = Duration.ofSeconds(30);

  private static final Instant ALWAYS = Instant.parse("9999-12-31T00:00:00Z");

  /// AEP's local times are China's, wherever the platform stands.
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

  private final Registry registry;
  private final Commands commands;
  private final CommandDetails details;
  private final OlderCommandList older;
  private final CommandCreation creation;
  private final GroupCommands groups;

  public DeviceCommand(Registry registry, Commands commands) {
    this(registry, commands, GROUP_PATIENCE);
  }

  /// @param groupPatience how long a call for a group waits until its commands are on disk
  public DeviceCommand(Registry registry, Commands commands, Duration groupPatience) {
    this.registry = registry;
    this.commands = commands;
    this.details = new CommandDetails(registry, commands);
    this.older = new OlderCommandList(registry, commands);
    this.creation = new CommandCreation(commands, OnDisk.PATIENCE);
    this.groups = new GroupCommands(registry, new CommandCreation(commands, groupPatience));
  }

  @Override
  public String name() {
    return "aep_device_command";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "CreateCommand", Operation.append(this::create),
        "QueryCommand", Operation.read(this::query),
        "QueryCommandList", Operation.read(this::list),
        "QueryCommandDetailList", Operation.read(details::page),
        "CancelCommand", Operation.write(this::cancel));
  }

  /// Answers when the command is on disk.
  private Answer create(Call call, AnswerKeeper keeper) {
    Fields body = call.body();
    if (body.optionalChoice("level", 1, GROUP_LEVEL).orElse(1) == GROUP_LEVEL) {
      return groups.create(call, keeper, command(call));
    }
    Device device = Devices.find(registry, call.product(), body.text("deviceId"));
    NewCommand wanted = command(call).apply(device.ref());
    return creation.create(
        List.of(wanted),
        keeper,
        rows ->
            switch (rows.getFirst()) {
              case Row.Ready(Command made) -> Answer.ok(Envelope.ok(CommandViews.created(made)));
              case Row.Refused(String reason) -> throw CallRefused.aep(AepCode.GENERIC, reason);
            });
  }

  /// What the call asks for, to be made for any device of the product. Read once: a model that
  /// changes meanwhile refuses no part of a call.
  private Function<DeviceRef, NewCommand> command(Call call) {
    try {
      return wanted(call);
    } catch (CommandRefused refused) {
      throw CallRefused.aep(AepCode.GENERIC, String.valueOf(refused.getMessage()));
    }
  }

  private Function<DeviceRef, NewCommand> wanted(Call call) {
    Product product = call.product();
    Fields body = call.body();
    Fields content = body.object("content");
    Duration ttl =
        Duration.ofSeconds(
            body.optionalChoice("ttl", 0, TTL_LIMIT_SECONDS).orElse(TTL_DEFAULT_SECONDS));
    String operator = body.text("operator");
    String json = content.json();
    if (product.transparent()) {
      Bytes payload = CommandContent.bytes(product, content);
      return device -> new NewCommand(device, payload, json, ttl, operator);
    }
    ServiceCall service =
        CommandContent.call(product, registry.models().of(product.productId()), content);
    return device -> NewCommand.calling(device, service, json, ttl, operator);
  }

  private Map<String, @Nullable Object> query(Call call) {
    Device device = Devices.find(registry, call.product(), call.text("deviceId"));
    String commandId = call.text("commandId");
    Command command =
        number(commandId)
            .flatMap(id -> commands.find(device.ref().number(), id))
            .orElseThrow(
                () -> CallRefused.aep(AepCode.GENERIC, "this device has no command " + commandId));
    return Envelope.ok(CommandViews.of(command, device));
  }

  private Map<String, @Nullable Object> list(Call call) {
    if (call.function().version().equals(OlderCommandList.VERSION)) {
      return older.page(call);
    }
    Device device = Devices.find(registry, call.product(), call.text("deviceId"));
    Paging paging = Paging.of(call, PAGE_LIMIT);
    Instant from = time(call, "startTime").orElse(Instant.EPOCH);
    Instant to = time(call, "endTime").map(end -> end.plusSeconds(1).minusNanos(1)).orElse(ALWAYS);
    CommandPage page =
        commands.list(device.ref().number(), from, to, paging.number(), paging.size());
    return Envelope.ok(
        paging.page(
            page.total(),
            page.commands().stream().map(command -> CommandViews.of(command, device)).toList()));
  }

  private Map<String, @Nullable Object> cancel(Call call) {
    Fields body = call.body();
    Device device = Devices.find(registry, call.product(), body.text("deviceId"));
    String commandId = body.text("commandId");
    Optional<Long> id = number(commandId);
    Commands.CancelResult result =
        id.isEmpty()
            ? Commands.CancelResult.UNKNOWN
            : OnDisk.await(
                commands.cancel(device.ref().number(), id.get(), call.application().appKey()));
    return switch (result) {
      case CANCELLED -> Envelope.ok("指令取消成功", null);
      case TOO_LATE ->
          throw CallRefused.aep(
              AepCode.CANCEL_FAILED, "command %s was sent or has ended".formatted(commandId));
      case UNKNOWN ->
          throw CallRefused.aep(AepCode.CANCEL_FAILED, "this device has no command " + commandId);
    };
  }

  private Optional<Instant> time(Call call, String name) {
    return call.query()
        .first(name)
        .map(text -> {
          try {
            return LocalDateTime.parse(text, TIME).toInstant(ZONE);
          } catch (DateTimeException e) {
            throw CallRefused.aep(AepCode.INVALID, name + " must be a time such as 20261122083000");
          }
        });
  }

  private static Optional<Long> number(String commandId) {
    return commandId.matches("\\d{1," + ID_LIMIT_DIGITS + "}")
        ? Optional.of(Long.valueOf(commandId))
        : Optional.empty();
  }
}
