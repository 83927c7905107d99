package io.openaep.platform.command;

import io.openaep.platform.journal.Event.Task;
import java.time.Instant;
import java.util.Optional;

/// What belongs to a command of a thing model beside the command itself.
///
/// @param task what the device sees
/// @param response the first that fits; it may be there before the command is delivered
record StoredTask(long device, long command, Task task, Optional<Response> response) {
  /// @param position of the report that it came in
  /// @param values the response's parameters, one JSON object
  record Response(long position, Instant at, String values) {}

  /// Whether a response of this service can be the awaited one.
  boolean awaits(int serviceId) {
    return task.answer() == Task.ANY || task.answer() == serviceId;
  }
}
