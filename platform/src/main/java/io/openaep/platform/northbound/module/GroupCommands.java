package io.openaep.platform.northbound.module;

import io.openaep.platform.access.DeviceRef;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// CreateCommand for a device group (`level` 3): one command for each of the group's devices that
/// are of the product. The result is a list with one row a device, each with its command or with
/// the reason why there is none. Slice by slice, so that a large group fills no memory but with its
/// rows.
final class GroupCommands {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommands.class);

  /// More devices than this are refused before any has a command: the answer has a row for each.
  static final int DEVICES_LIMIT = 10_000;

  private static final int SLICE = 500;

  private final Registry registry;
  private final Commands commands;
  private final Duration patience;

  /// @param patience how long one call waits until its commands are on disk
  GroupCommands(Registry registry, Commands commands, Duration patience) {
    this.registry = registry;
    this.commands = commands;
    this.patience = patience;
  }

  /// @param content what a device is to be sent; asked once, before any device has a command, so
  ///   that a model which changes meanwhile refuses no part of a call that has begun
  Map<String, @Nullable Object> create(
      Call call, Supplier<Function<DeviceRef, NewCommand>> content) {
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
    Rows rows = new Rows();
    CompletableFuture<Void> over =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
    try {
      create(call, groupId, content.get(), over, rows);
    } finally {
      boolean _ = over.complete(null); // ends its timer
    }
    return Envelope.ok(rows.toldUnlessNothingWasStored(call, groupId));
  }

  private void create(
      Call call,
      long groupId,
      Function<DeviceRef, NewCommand> command,
      CompletableFuture<Void> over,
      Rows rows) {
    boolean goesOn = true;
    List<Long> slice = registry.groups().members(groupId, 0, SLICE);
    while (!slice.isEmpty()) {
      List<Device> devices =
          slice.stream()
              .map(registry::deviceByNumber)
              .flatMap(Optional::stream)
              .filter(device -> device.ref().productId() == call.product().productId())
              .toList();
      if (goesOn) {
        goesOn = create(devices, command, over, rows);
      } else {
        devices.forEach(rows::notBegun);
      }
      slice =
          slice.size() < SLICE
              ? List.of()
              : registry.groups().members(groupId, slice.getLast(), SLICE);
    }
  }

  /// All are asked for at once and waited for together.
  ///
  /// @return whether there is time for more
  private boolean create(
      List<Device> devices,
      Function<DeviceRef, NewCommand> command,
      CompletableFuture<Void> over,
      Rows rows) {
    List<CompletableFuture<Command>> made =
        devices.stream()
            .map(device -> commands.create(command.apply(device.ref())).toCompletableFuture())
            .toList();
    boolean goesOn = true;
    try {
      Object _ =
          CompletableFuture.anyOf(
                  CompletableFuture.allOf(made.toArray(CompletableFuture<?>[]::new)), over)
              .get();
    } catch (ExecutionException refused) {
      LOG.trace("commands of a group refused, each told in its row", refused);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      goesOn = false;
    }
    for (int i = 0; i < made.size(); i++) {
      rows.add(devices.get(i), made.get(i));
    }
    return goesOn && !over.isDone();
  }

  /// The answer as it grows; of one call and its thread.
  private static final class Rows {
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    private final List<RuntimeException> notStored = new ArrayList<>();

    /// A command that could not be stored is told in its own row: the others were, and must not be
    /// sent a second time.
    void add(Device device, CompletableFuture<Command> made) {
      try {
        rows.add(CommandViews.created(made.isDone() ? OnDisk.await(made) : notKnown()));
      } catch (CommandRefused refused) {
        rows.add(without(device, refused));
      } catch (JournalUnavailable | CallRefused refused) {
        notStored.add(refused);
        rows.add(without(device, refused));
      }
    }

    private static Command notKnown() {
      throw CallRefused.unfinished(
          504, "This command was not stored in time; ask later whether it was all the same.");
    }

    void notBegun(Device device) {
      CallRefused late =
          CallRefused.http(
              503, "No command was made: those for other devices of the group took too long.");
      notStored.add(late);
      rows.add(without(device, late));
    }

    private static Map<String, @Nullable Object> without(Device device, RuntimeException why) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put("commandId", null);
      members.put("deviceId", device.ref().deviceId());
      members.put("resultCode", AepCode.GENERIC.code());
      members.put("description", why.getMessage());
      return members;
    }

    /// Where no device has a command the call has failed; and if only one of them may have got one
    /// all the same, its repetition must not send it again.
    List<Map<String, @Nullable Object>> toldUnlessNothingWasStored(Call call, long groupId) {
      if (rows.isEmpty()) {
        throw CallRefused.aep(
            AepCode.GENERIC,
            "group %d has no device of product %d".formatted(groupId, call.product().productId()));
      }
      if (notStored.size() == rows.size()) {
        throw notStored.stream()
            .filter(Rows::mayBeStored)
            .findFirst()
            .orElseGet(notStored::getFirst);
      }
      return rows;
    }

    private static boolean mayBeStored(RuntimeException why) {
      return switch (why) {
        case JournalUnavailable unavailable -> unavailable.mayBeStored();
        case CallRefused refused -> !refused.nothingDone();
        default -> true;
      };
    }
  }
}
