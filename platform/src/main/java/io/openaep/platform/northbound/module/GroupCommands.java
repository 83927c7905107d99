package io.openaep.platform.northbound.module;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.command.CommandBatch.Row;
import io.openaep.platform.command.NewCommand;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Answer;
import io.openaep.platform.northbound.gateway.AnswerKeeper;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// CreateCommand for a device group (`level` 3): one command for each of the group's devices that
/// are of the product, all stored in one append with the answer. That is a list with one row a
/// device, each with its command or with the reason why there is none.
final class GroupCommands {
  /// More devices than this are refused before any has a command.
  static final int DEVICES_LIMIT = 10_000;

  /// All devices' commands together, as they are stored: one append holds up every other for as
  /// long as the disk takes it (docs/adr/0014-a-call-is-one-append.md).
  static final long BYTES_LIMIT = 8L << 20;

  /// Of each event beside payload and content.
  private static final long EVENT_BYTES = 64;

  private final Registry registry;
  private final CommandCreation creation;

  GroupCommands(Registry registry, CommandCreation creation) {
    this.registry = registry;
    this.creation = creation;
  }

  /// @param command what a device is to be sent
  Answer create(Call call, AnswerKeeper keeper, Function<DeviceRef, NewCommand> command) {
    long groupId = call.body().whole("deviceGroupId");
    List<DeviceRef> devices = devices(call, groupId);
    List<NewCommand> wanted = devices.stream().map(command).toList();
    requireRoom(wanted);
    return creation.create(wanted, keeper, rows -> told(devices, rows));
  }

  private List<DeviceRef> devices(Call call, long groupId) {
    if (registry.groups().find(call.tenantId(), groupId).isEmpty()) {
      throw CallRefused.aep(AepCode.GENERIC, "there is no group " + groupId);
    }
    List<Long> members = registry.groups().members(groupId, 0, DEVICES_LIMIT + 1);
    if (members.size() > DEVICES_LIMIT) {
      throw CallRefused.aep(
          AepCode.GENERIC,
          "group %d has %d devices; a command goes to at most %d"
              .formatted(groupId, registry.groups().size(groupId), DEVICES_LIMIT));
    }
    long productId = call.product().productId();
    List<DeviceRef> devices =
        members.stream()
            .map(registry::deviceByNumber)
            .flatMap(Optional::stream)
            .map(Device::ref)
            .filter(device -> device.productId() == productId)
            .toList();
    if (devices.isEmpty()) {
      throw CallRefused.aep(
          AepCode.GENERIC, "group %d has no device of product %d".formatted(groupId, productId));
    }
    return devices;
  }

  /// All are alike but for their taskId.
  private static void requireRoom(List<NewCommand> wanted) {
    NewCommand first = wanted.getFirst();
    long eachBytes =
        EVENT_BYTES
            + first.payload().size()
            + first.content().getBytes(StandardCharsets.UTF_8).length
            + first.createdBy().length();
    if (eachBytes * wanted.size() > BYTES_LIMIT) {
      throw CallRefused.aep(
          AepCode.GENERIC,
          "the command takes %d bytes for each of %d devices; one call takes at most %d: make the group smaller"
              .formatted(eachBytes, wanted.size(), BYTES_LIMIT));
    }
  }

  private static Answer told(List<DeviceRef> devices, List<Row> rows) {
    return Answer.ok((JsonGenerator json) -> {
      for (int i = 0; i < rows.size(); i++) {
        json.writePOJO(
            switch (rows.get(i)) {
              case Row.Ready(var command) -> CommandViews.created(command);
              case Row.Refused(String reason) -> without(devices.get(i), reason);
            });
      }
    });
  }

  private static Map<String, @Nullable Object> without(DeviceRef device, String reason) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("commandId", null);
    members.put("deviceId", device.deviceId());
    members.put("resultCode", AepCode.GENERIC.code());
    members.put("description", reason);
    return members;
  }
}
