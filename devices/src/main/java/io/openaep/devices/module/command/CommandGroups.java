package io.openaep.devices.module.command;

import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.module.baseband.Baseband;
import java.util.List;

/// Every group of commands that an EC800E has. A new group is one line here.
public final class CommandGroups {
  private CommandGroups() {}

  /// New groups for one run of a module, in the order in which they hear of changes.
  public static List<CommandGroup> of(Baseband module) {
    return List.of(new SignalCommands(module));
  }
}
