package io.openaep.platform.northbound.module;

import io.openaep.platform.command.Command;
import io.openaep.platform.command.CommandRefused;
import io.openaep.platform.command.Commands;
import io.openaep.platform.command.NewCommand;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.OnDisk;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// CreateCommand for a device group (`level` 3): one command for each of the group's devices that
/// are of the product. The result is a list with one row a device, each with its command or with
/// the reason why there is none. Slice by slice, so that a large group fills no memory but with its
/// rows.
final class GroupCommands {
  /// More devices than this are refused before any has a command: the answer has a row for each.
  static final int DEVICES_LIMIT = 10_000;

  private static final int SLICE = 500;

  private final Registry registry;
  private final Commands commands;

  GroupCommands(Registry registry, Commands commands) {
    this.registry = registry;
    this.commands = commands;
  }

  /// @param command what a device is to be sent
  Map<String, @Nullable Object> create(Call call, BiFunction<Call, Device, NewCommand> command) {
    long groupId = call.body().whole("deviceGroupId");
    if (registry.groups().find(call.tenantId(), groupId).isEmpty()) {
      throw CallRefused.aep(AepCode.GENERIC, "there is no group " + groupId);
    }
    long size = registry.groups().size(groupId);
    if (size > DEVICES_LIMIT) {
      throw CallRefused.aep(
          AepCode.GENERIC,
          "group %d has %d devices; a command goes to at most %d"
              .formatted(groupId, size, DEVICES_LIMIT));
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    List<RuntimeException> notStored = new ArrayList<>();
    List<Long> slice = registry.groups().members(groupId, 0, SLICE);
    while (!slice.isEmpty()) {
      slice(call, command, slice, rows, notStored);
      slice =
          slice.size() < SLICE
              ? List.of()
              : registry.groups().members(groupId, slice.getLast(), SLICE);
    }
    if (rows.isEmpty()) {
      throw CallRefused.aep(
          AepCode.GENERIC,
          "group %d has no device of product %d".formatted(groupId, call.product().productId()));
    }
    if (notStored.size() == rows.size()) {
      throw notStored.getFirst();
    }
    return Envelope.ok(rows);
  }

  private void slice(
      Call call,
      BiFunction<Call, Device, NewCommand> command,
      List<Long> slice,
      List<Map<String, @Nullable Object>> rows,
      List<RuntimeException> notStored) {
    List<Device> devices =
        slice.stream()
            .map(registry::deviceByNumber)
            .flatMap(Optional::stream)
            .filter(device -> device.ref().productId() == call.product().productId())
            .toList();
    List<CompletionStage<Command>> made =
        devices.stream().map(device -> commands.create(command.apply(call, device))).toList();
    for (int i = 0; i < made.size(); i++) {
      rows.add(row(devices.get(i), made.get(i), notStored));
    }
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
}
