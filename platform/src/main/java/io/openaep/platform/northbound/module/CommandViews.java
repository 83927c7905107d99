package io.openaep.platform.northbound.module;

import io.openaep.platform.command.Command;
import io.openaep.platform.command.CommandStatus;
import io.openaep.platform.command.Failure;
import io.openaep.platform.registry.Device;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A command as AEP answers it (AEP northbound, 4.3). Pure.
final class CommandViews {
  private CommandViews() {}

  /// The answer of CreateCommand.
  static Map<String, @Nullable Object> created(Command command) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("commandId", String.valueOf(command.id()));
    members.put("command", command.content());
    members.put("commandStatus", text(command.status()));
    members.put("deviceId", command.device().deviceId());
    members.put("productId", command.device().productId());
    members.put("createBy", command.createdBy());
    members.put("createTime", command.createdAt().toEpochMilli());
    return members;
  }

  /// QueryCommand and items of the list; the last three are null while the command is open.
  static Map<String, @Nullable Object> of(Command command, Device device) {
    boolean open = command.status().open();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("commandId", String.valueOf(command.id()));
    members.put("command", command.content());
    members.put("commandStatus", text(command.status()));
    members.put("deviceId", command.device().deviceId());
    members.put("imei", device.imei().orElse(null));
    members.put("productId", command.device().productId());
    members.put("createBy", command.createdBy());
    members.put("createTime", command.createdAt().toEpochMilli());
    members.put(
        "finishTime", open ? null : AepNumbers.ms(command.finishedAt().or(command::deliveredAt)));
    members.put("resultCode", resultCode(command));
    members.put("resultMessage", open ? null : command.reason());
    return members;
  }

  static String text(CommandStatus status) {
    return switch (status) {
      case SAVED -> "指令已保存";
      case SENT -> "指令已发送";
      case DELIVERED -> "指令已送达";
      case COMPLETED -> "指令已完成";
      case CANCELLED -> "指令已取消";
      case FAILED -> "指令发送失败";
    };
  }

  /// The words of the command response push (AEP northbound, 5.3); a cancelled command has none.
  private static @Nullable String resultCode(Command command) {
    return switch (command.status()) {
      case SAVED, SENT, CANCELLED -> null;
      case DELIVERED -> "DELIVERED";
      case COMPLETED -> "SUCCESSFUL";
      case FAILED -> command.failure().orElse(Failure.FAILED).name();
    };
  }
}
