package io.openaep.platform.command;

import java.util.List;
import java.util.Optional;

/// The tasks of commands, kept by the same fold as the commands. A response is entered by the fold
/// and not by whoever acts on it, so that a crash between the two loses none. For any thread.
interface TaskStore {
  /// The taskId that was given out last for a device; 0 if there is none.
  long last(long device);

  Optional<StoredTask> find(long device, long command);

  /// The device's newest command with this taskId.
  Optional<StoredTask> newest(long device, long taskId);

  /// The tasks of delivered commands that have neither been completed nor given up.
  List<StoredTask> delivered();
}
