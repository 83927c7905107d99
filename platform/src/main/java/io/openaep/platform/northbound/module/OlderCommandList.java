package io.openaep.platform.northbound.module;

import io.openaep.platform.command.CommandStatus;
import io.openaep.platform.command.Commands;
import io.openaep.platform.command.Commands.CommandPage;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// QueryCommandList as it was published in July 2019 and as clients of that age still call it: by
/// status too, with times in ms (the comments in the vendor's Python client of 2020). Of a
/// product's commands it shows those of one device.
final class OlderCommandList {
  static final String VERSION = "20190712225211";
  private static final int PAGE_LIMIT = 40;

  private final Registry registry;
  private final Commands commands;

  OlderCommandList(Registry registry, Commands commands) {
    this.registry = registry;
    this.commands = commands;
  }

  Map<String, @Nullable Object> page(Call call) {
    Paging paging = Paging.of(call, PAGE_LIMIT);
    Device device = device(call);
    Optional<CommandStatus> status = call.whole("status").map(OlderCommandList::status);
    Instant from = Instant.ofEpochMilli(Times.ms(call, "startTime", 0));
    Instant to = Instant.ofEpochMilli(Times.ms(call, "endTime", Times.LAST_MS)).plusNanos(999_999);
    if (call.query().first("groupCommandId").isPresent()) {
      return Envelope.ok(paging.page(0, List.of())); // commands to a group have no id of their own
    }
    CommandPage page =
        commands.list(device.ref().number(), status, from, to, paging.number(), paging.size());
    return Envelope.ok(
        paging.page(
            page.total(),
            page.commands().stream().map(command -> CommandViews.of(command, device)).toList()));
  }

  /// By `deviceId`, or by `searchValue`: the IMEI, or the device number that ends a deviceId.
  private Device device(Call call) {
    Optional<String> deviceId = call.query().first("deviceId");
    if (deviceId.isPresent()) {
      return Devices.find(registry, call.product(), deviceId.get());
    }
    String wanted =
        call.query()
            .first("searchValue")
            .orElseThrow(() ->
                CallRefused.aep(AepCode.INVALID, "deviceId or searchValue must name the device"));
    return registry
        .deviceByImei(wanted)
        .filter(device -> device.ref().productId() == call.product().productId())
        .orElseGet(
            () -> Devices.find(registry, call.product(), call.product().productId() + wanted));
  }

  private static CommandStatus status(long number) {
    return switch (Math.toIntExact(Math.min(number, Integer.MAX_VALUE))) {
      case 1 -> CommandStatus.SAVED;
      case 2 -> CommandStatus.SENT;
      case 3 -> CommandStatus.DELIVERED;
      case 4 -> CommandStatus.COMPLETED;
      case 6 -> CommandStatus.CANCELLED;
      case 999 -> CommandStatus.FAILED;
      default ->
          throw CallRefused.aep(AepCode.INVALID, "status must be 1, 2, 3, 4, 6, 999 or empty");
    };
  }
}
