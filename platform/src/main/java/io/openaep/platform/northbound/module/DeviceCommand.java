package io.openaep.platform.northbound.module;

import io.openaep.platform.command.Command;
import io.openaep.platform.command.CommandRefused;
import io.openaep.platform.command.Commands;
import io.openaep.platform.command.Commands.CommandPage;
import io.openaep.platform.command.NewCommand;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.northbound.gateway.OnDisk;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// `aep_device_command` (AEP northbound, 3.4 and 4.3).
public final class DeviceCommand implements Module {
  private static final int PAGE_LIMIT = 40;
  private static final int TTL_LIMIT_SECONDS = 864_000;
  private static final int TTL_DEFAULT_SECONDS = 7200;
  private static final int GROUP_LEVEL = 3;
  private static final int ID_LIMIT_DIGITS = 18;
  private static final Instant ALWAYS = Instant.parse("9999-12-31T00:00:00Z");

  /// AEP's local times are China's, wherever the platform stands.
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

  private final Registry registry;
  private final Commands commands;
  private final CommandDetails details;

  public DeviceCommand(Registry registry, Commands commands) {
    this.registry = registry;
    this.commands = commands;
    this.details = new CommandDetails(registry, commands);
  }

  @Override
  public String name() {
    return "aep_device_command";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "CreateCommand", Operation.write(this::create),
        "QueryCommand", Operation.read(this::query),
        "QueryCommandList", Operation.read(this::list),
        "QueryCommandDetailList", Operation.read(details::page),
        "CancelCommand", Operation.write(this::cancel));
  }

  /// Answers when the command is on disk.
  private Map<String, @Nullable Object> create(Call call) {
    Fields body = call.body();
    if (body.optionalChoice("level", 1, GROUP_LEVEL).orElse(1) == GROUP_LEVEL) {
      return createForGroup(call);
    }
    Device device = Devices.find(registry, call.product(), body.text("deviceId"));
    try {
      return Envelope.ok(
          CommandViews.created(OnDisk.await(commands.create(command(call, device)))));
    } catch (CommandRefused refused) {
      throw CallRefused.aep(AepCode.GENERIC, String.valueOf(refused.getMessage()));
    }
  }

  private NewCommand command(Call call, Device device) {
    Product product = call.product();
    Fields body = call.body();
    Fields content = body.object("content");
    Duration ttl =
        Duration.ofSeconds(
            body.optionalChoice("ttl", 0, TTL_LIMIT_SECONDS).orElse(TTL_DEFAULT_SECONDS));
    String operator = body.text("operator");
    return product.transparent()
        ? new NewCommand(
            device.ref(), CommandContent.bytes(product, content), content.json(), ttl, operator)
        : NewCommand.calling(
            device.ref(),
            CommandContent.call(product, registry.models().of(product.productId()), content),
            content.json(),
            ttl,
            operator);
  }

  /// One command for each of the group's devices that are of this product; the result is a list
  /// with one row a device, each with its command or with the reason why there is none.
  private Map<String, @Nullable Object> createForGroup(Call call) {
    long groupId = call.body().whole("deviceGroupId");
    if (registry.groups().find(call.tenantId(), groupId).isEmpty()) {
      throw CallRefused.aep(AepCode.GENERIC, "there is no group " + groupId);
    }
    List<Device> devices =
        registry.groups().members(groupId).stream()
            .map(registry::deviceByNumber)
            .flatMap(Optional::stream)
            .filter(device -> device.ref().productId() == call.product().productId())
            .toList();
    if (devices.isEmpty()) {
      throw CallRefused.aep(
          AepCode.GENERIC,
          "group %d has no device of product %d".formatted(groupId, call.product().productId()));
    }
    List<CompletionStage<Command>> made =
        devices.stream().map(device -> commands.create(command(call, device))).toList();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    List<RuntimeException> notStored = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      rows.add(row(devices.get(i), made.get(i), notStored));
    }
    if (notStored.size() == rows.size()) {
      throw notStored.getFirst();
    }
    return Envelope.ok(rows);
  }

  /// A command that could not be stored is told in its own row: the others were, and must not be
  /// sent a second time.
  private static Map<String, @Nullable Object> row(
      Device device, CompletionStage<Command> made, List<RuntimeException> notStored) {
    try {
      return CommandViews.created(OnDisk.await(made));
    } catch (CommandRefused | JournalUnavailable | CallRefused refused) {
      if (!(refused instanceof CommandRefused)) {
        notStored.add(refused);
      }
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put("commandId", null);
      members.put("deviceId", device.ref().deviceId());
      members.put("resultCode", AepCode.GENERIC.code());
      members.put("description", refused.getMessage());
      return members;
    }
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
