package io.openaep.platform.northbound.module;

import io.openaep.platform.command.Commands;
import io.openaep.platform.northbound.gateway.Answer;
import io.openaep.platform.northbound.gateway.AnswerKeeper;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.OnDisk;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// `aep_device_command_cancel` (AEP northbound, 3.4): all commands of a device that have not been
/// sent, in one append.
public final class DeviceCommandCancel implements Module {
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
    return Map.of("CancelAllCommand", Operation.append(this::cancelAll));
  }

  /// One that leaves before has left: that is no failure.
  private Answer cancelAll(Call call, AnswerKeeper keeper) {
    Device device = Devices.find(registry, call.product(), call.body().text("deviceId"));
    Answer answer = Answer.ok(Envelope.ok("指令取消成功", null));
    CompletionStage<Integer> cancelled =
        commands.cancelAll(device.ref().number(), call.application().appKey(), keeper.keep(answer));
    keeper.follow(cancelled);
    int _ = OnDisk.await(cancelled);
    return answer;
  }
}
