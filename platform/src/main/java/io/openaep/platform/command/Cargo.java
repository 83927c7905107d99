package io.openaep.platform.command;

import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.journal.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// What a lane carries: commands and operations on objects take turns in one lane, are decided by
/// one policy, and differ only in the events that tell of them and in what the session is asked to
/// do. Used by the dispatcher's thread.
sealed interface Cargo permits CommandCargo, OperationCargo {
  /// The intent, stored before the first byte leaves.
  Event sent(Instant at, long device, long id);

  Event failed(Instant at, long device, long id, Failure failure, String detail);

  Event cancelled(Instant at, long device, long id, String by);

  /// Whether it may be sent again without an answer, if the product says `redeliver`.
  boolean mayRepeat();

  /// @return that it was delivered, if the device has answered it in a message of its own
  Optional<Event> answered(Instant at, long device, long id);

  /// Reads what is to be sent.
  ///
  /// @param leavesBefore see {@link io.openaep.platform.access.Downlink}
  /// @return empty if the device has just been deleted: the event is on its way
  Optional<Load> load(long device, long id, Duration patience, Instant leavesBefore);

  /// Ready to be handed to a session.
  @FunctionalInterface
  interface Load {
    CompletionStage<Arrival> over(DeviceSession session);
  }

  /// What became of it.
  ///
  /// @param delivered the last event if the outcome is {@link SendOutcome.Delivered}
  record Arrival(SendOutcome outcome, Function<Instant, Event> delivered) {}
}
