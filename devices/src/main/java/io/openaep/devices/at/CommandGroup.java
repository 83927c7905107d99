package io.openaep.devices.at;

/// Commands that belong together, with the state that they share. One class per group; made anew at
/// every start of the module.
@FunctionalInterface
public interface CommandGroup {
  /// Puts the group's commands into `table`; called once.
  void register(CommandTable table);
}
