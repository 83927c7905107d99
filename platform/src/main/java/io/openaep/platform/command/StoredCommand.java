package io.openaep.platform.command;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.journal.Event.CommandCancelled;
import io.openaep.platform.journal.Event.CommandCompleted;
import io.openaep.platform.journal.Event.CommandDelivered;
import io.openaep.platform.journal.Event.CommandFailed;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.CommandSent;
import io.openaep.platform.journal.Event.CommandUnanswered;
import io.openaep.platform.journal.Event.ResponseIgnored;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A command as the journal's events have made it: what {@link CommandStore} keeps. Its methods are
/// the fold, one event each; an event that {@link CommandStatus#mayBecome} does not allow changes
/// nothing, so that events can be folded again.
///
/// @param position of its CommandSaved in the journal
/// @param detail of a failure or cancellation, in words; else empty
public record StoredCommand(
    long id,
    long device,
    long position,
    Bytes payload,
    String content,
    Duration ttl,
    String createdBy,
    CommandStatus status,
    Instant createdAt,
    Optional<Instant> sentAt,
    Optional<Instant> deliveredAt,
    Optional<Instant> finishedAt,
    Optional<Failure> failure,
    String detail) {
  private static final String NO_RESPONSE =
      "delivered, but no response came within the response timeout";

  static StoredCommand saved(long position, CommandSaved event) {
    return new StoredCommand(
        event.command(),
        event.device(),
        position,
        event.payload(),
        event.content(),
        event.ttl(),
        event.createdBy(),
        CommandStatus.SAVED,
        event.at(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "");
  }

  StoredCommand after(CommandSent event) {
    return status.mayBecome(CommandStatus.SENT)
        ? with(
            CommandStatus.SENT, Optional.of(event.at()), deliveredAt, finishedAt, failure, detail)
        : this;
  }

  /// DELIVERED is the last that can be known of a transparent product's command, so it is finished.
  StoredCommand after(CommandDelivered event) {
    Optional<Instant> at = Optional.of(event.at());
    return status.mayBecome(CommandStatus.DELIVERED)
        ? with(CommandStatus.DELIVERED, sentAt, at, at, failure, detail)
        : this;
  }

  StoredCommand after(CommandFailed event) {
    Optional<Failure> why = Optional.of(Failure.valueOf(event.failure()));
    return status.mayBecome(CommandStatus.FAILED)
        ? with(
            CommandStatus.FAILED, sentAt, deliveredAt, Optional.of(event.at()), why, event.detail())
        : this;
  }

  /// The response is kept in `detail`: one JSON object.
  StoredCommand after(CommandCompleted event) {
    Optional<Instant> at = Optional.of(event.at());
    return status.mayBecome(CommandStatus.COMPLETED)
        ? with(CommandStatus.COMPLETED, sentAt, deliveredAt, at, failure, event.values())
        : this;
  }

  /// Delivered it stays.
  StoredCommand after(CommandUnanswered event) {
    return status == CommandStatus.DELIVERED && detail.isEmpty() && event.command() == id
        ? with(status, sentAt, deliveredAt, finishedAt, failure, NO_RESPONSE)
        : this;
  }

  /// A response that counts for nothing is told where nothing else is.
  StoredCommand after(ResponseIgnored event) {
    boolean room = status == CommandStatus.FAILED || detail.equals(NO_RESPONSE);
    return room
        ? with(
            status,
            sentAt,
            deliveredAt,
            finishedAt,
            failure,
            detail + "; a response came late: " + event.values())
        : this;
  }

  StoredCommand after(CommandCancelled event) {
    return status.mayBecome(CommandStatus.CANCELLED)
        ? with(
            CommandStatus.CANCELLED,
            sentAt,
            deliveredAt,
            Optional.of(event.at()),
            failure,
            "cancelled by " + event.by())
        : this;
  }

  CommandStore.OpenCommand opened() {
    return new CommandStore.OpenCommand(
        id, device, position, createdAt, ttl, status == CommandStatus.SENT);
  }

  /// As the API shows it.
  Command of(DeviceRef ref, String reason) {
    return new Command(
        id,
        ref,
        payload,
        content,
        ttl,
        createdBy,
        status,
        createdAt,
        sentAt,
        deliveredAt,
        finishedAt,
        failure,
        reason);
  }

  private StoredCommand with(
      CommandStatus newStatus,
      Optional<Instant> newSentAt,
      Optional<Instant> newDeliveredAt,
      Optional<Instant> newFinishedAt,
      Optional<Failure> newFailure,
      String newDetail) {
    return new StoredCommand(
        id,
        device,
        position,
        payload,
        content,
        ttl,
        createdBy,
        newStatus,
        createdAt,
        newSentAt,
        newDeliveredAt,
        newFinishedAt,
        newFailure,
        newDetail);
  }
}
