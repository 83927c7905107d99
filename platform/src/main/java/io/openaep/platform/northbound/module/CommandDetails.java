package io.openaep.platform.northbound.module;

import io.openaep.platform.command.Command;
import io.openaep.platform.command.Commands;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// QueryCommandDetailList of `aep_device_command` (AEP northbound, 3.4): newest first, continued by
/// the `pageTime` of the last answer. A page never ends within a ms, so it may have more rows than
/// were asked for.
final class CommandDetails {
  private static final int PAGE_LIMIT = 100;
  private static final int PAGE_DEFAULT = 10;
  private static final int ROWS_LIMIT = 10_000;

  private final Registry registry;
  private final Commands commands;

  CommandDetails(Registry registry, Commands commands) {
    this.registry = registry;
    this.commands = commands;
  }

  Map<String, @Nullable Object> page(Call call) {
    Device device = Devices.find(registry, call.product(), call.text("deviceId"));
    long from = Times.ms(call, "startTime", 0);
    long to =
        Math.min(
            Times.ms(call, "endTime", Times.LAST_MS), Times.ms(call, "pageTime", Times.LAST_MS));
    long size = call.whole("pageSize").orElse((long) PAGE_DEFAULT);
    if (size < 1 || size > PAGE_LIMIT) {
      throw CallRefused.aep(
          AepCode.INVALID, "pageSize must be a number from 1 to %d".formatted(PAGE_LIMIT));
    }
    int shown = Math.toIntExact(size);
    List<Command> read = read(device, from, to, shown + 1);
    while (splitsAMs(read, shown) && read.size() > shown && shown < ROWS_LIMIT) {
      shown++;
      read = shown < read.size() ? read : read(device, from, to, shown * 2);
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("pageSize", size);
    members.put(
        "pageTime", read.size() > shown ? read.get(shown).createdAt().toEpochMilli() : null);
    members.put(
        "list",
        read.stream().limit(shown).map(command -> CommandViews.of(command, device)).toList());
    return Envelope.ok(members);
  }

  private static boolean splitsAMs(List<Command> read, int shown) {
    return read.size() > shown
        && read.get(shown).createdAt().toEpochMilli()
            == read.get(shown - 1).createdAt().toEpochMilli();
  }

  private List<Command> read(Device device, long from, long to, int limit) {
    return commands
        .list(
            device.ref().number(),
            Instant.ofEpochMilli(from),
            Instant.ofEpochMilli(to).plusNanos(999_999),
            1,
            limit)
        .commands();
  }
}
