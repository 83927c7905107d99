package io.openaep.platform.command;

import io.openaep.platform.journal.Event.ObjectEvent;
import io.openaep.platform.journal.Event.ObjectReported;
import io.openaep.platform.journal.Event.OperationAnswered;
import io.openaep.platform.journal.Event.OperationCancelled;
import io.openaep.platform.journal.Event.OperationFailed;
import io.openaep.platform.journal.Event.OperationSaved;
import io.openaep.platform.journal.Event.OperationSent;
import io.openaep.platform.journal.ObjectContent;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An operation as the journal's events have made it. An event that does not fit changes nothing,
/// so that events can be folded again.
///
/// @param position of its OperationSaved in the journal
/// @param status DELIVERED once the device has answered with success
/// @param detail of a failure or cancellation, in words; else empty
/// @param code of the device's answer, `2.05`; else empty
public record StoredOperation(
    long id,
    long device,
    long position,
    String action,
    String path,
    int contentFormat,
    Bytes payload,
    Duration ttl,
    String createdBy,
    CommandStatus status,
    Instant createdAt,
    Optional<Instant> sentAt,
    Optional<Instant> finishedAt,
    Optional<Failure> failure,
    String detail,
    String code,
    ObjectContent content) {

  static StoredOperation saved(long position, OperationSaved event) {
    return new StoredOperation(
        event.operation(),
        event.device(),
        position,
        event.action(),
        event.path(),
        event.contentFormat(),
        event.payload(),
        event.ttl(),
        event.createdBy(),
        CommandStatus.SAVED,
        event.at(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        "",
        ObjectContent.NONE);
  }

  /// After an event of this operation.
  StoredOperation after(ObjectEvent event) {
    return switch (event) {
      case OperationSent it when status.mayBecome(CommandStatus.SENT) ->
          with(CommandStatus.SENT, Optional.of(it.at()), Optional.empty(), Optional.empty(), "");
      case OperationAnswered it when status.mayBecome(CommandStatus.DELIVERED) ->
          with(CommandStatus.DELIVERED, sentAt, Optional.of(it.at()), Optional.empty(), "")
              .answer(it.code(), it.content());
      case OperationFailed it when status.mayBecome(CommandStatus.FAILED) ->
          with(
              CommandStatus.FAILED,
              sentAt,
              Optional.of(it.at()),
              Optional.of(Failure.valueOf(it.failure())),
              it.detail());
      case OperationCancelled it when status.mayBecome(CommandStatus.CANCELLED) ->
          with(
              CommandStatus.CANCELLED,
              sentAt,
              Optional.of(it.at()),
              Optional.empty(),
              "cancelled by " + it.by());
      case OperationSaved _,
          OperationSent _,
          OperationAnswered _,
          OperationFailed _,
          OperationCancelled _,
          ObjectReported _ ->
          this;
    };
  }

  CommandStore.OpenCommand opened() {
    return new CommandStore.OpenCommand(
        id, device, position, createdAt, ttl, status == CommandStatus.SENT);
  }

  private StoredOperation with(
      CommandStatus newStatus,
      Optional<Instant> newSentAt,
      Optional<Instant> newFinishedAt,
      Optional<Failure> newFailure,
      String newDetail) {
    return new StoredOperation(
        id,
        device,
        position,
        action,
        path,
        contentFormat,
        payload,
        ttl,
        createdBy,
        newStatus,
        createdAt,
        newSentAt,
        newFinishedAt,
        newFailure,
        newDetail,
        code,
        content);
  }

  private StoredOperation answer(String newCode, ObjectContent newContent) {
    return new StoredOperation(
        id,
        device,
        position,
        action,
        path,
        contentFormat,
        payload,
        ttl,
        createdBy,
        status,
        createdAt,
        sentAt,
        finishedAt,
        failure,
        detail,
        newCode,
        newContent);
  }
}
