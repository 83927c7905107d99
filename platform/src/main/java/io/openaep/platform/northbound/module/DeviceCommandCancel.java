package io.openaep.platform.northbound.module;

import io.openaep.platform.command.Command;
import io.openaep.platform.command.CommandStatus;
import io.openaep.platform.command.Commands;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.OnDisk;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `aep_device_command_cancel` (AEP northbound, 3.4): all commands of a device that have not been
/// sent.
public final class DeviceCommandCancel implements Module {
  private static final int SLICE = 200;

  private final Registry registry;
  private final Commands commands;

  public DeviceCommandCancel(Registry registry, Commands commands) {
    this.registry = registry;
    this.commands = commands;
  }

  @Override
  public String name() {
    return "aep_device_command_cancel";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("CancelAllCommand", Operation.write(this::cancelAll));
  }

  /// One that leaves while this runs has left: that is no failure.
  private Map<String, @Nullable Object> cancelAll(Call call) {
    Device device = Devices.find(registry, call.product(), call.body().text("deviceId"));
    long number = device.ref().number();
    Instant now = Instant.parse("9999-12-31T00:00:00Z");
    List<Command> slice = List.of();
    int page = 1;
    do {
      slice = commands.list(number, Instant.EPOCH, now, page, SLICE).commands();
      slice.stream()
          .filter(command -> command.status() == CommandStatus.SAVED)
          .map(command -> commands.cancel(number, command.id(), call.application().appKey()))
          .toList()
          .forEach(OnDisk::await);
      page++;
    } while (slice.size() == SLICE);
    return Envelope.ok("指令取消成功", null);
  }
}
