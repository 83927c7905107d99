package io.openaep.platform.journal;

import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that happened. Events are facts: folds (`data`, `command`, `push`, `trace`) derive
/// everything that can be asked from them. Kept on disk by the codec of this package, so a record
/// here may gain members only together with a new format version there.
public sealed interface Event {
  Instant at();

  /// The registry's number of the device concerned; 0 for the platform itself.
  long device();

  /// The platform started: every MQTT and TCP connection that looked open is over.
  record PlatformStarted(Instant at) implements Event {
    @Override
    public long device() {
      return 0;
    }
  }

  /// Logged in or registered. An uplink.
  ///
  /// @param session tells connections of one device apart
  /// @param door the word of the door, such as `lwm2ms`
  /// @param remote `address:port`
  record Connected(
      Instant at,
      long device,
      long session,
      String door,
      String remote,
      Optional<Duration> lifetime)
      implements Event {}

  /// LwM2M registration update. An uplink.
  record Updated(
      Instant at,
      long device,
      long session,
      String door,
      String remote,
      Optional<Duration> lifetime)
      implements Event {}

  /// The connection or registration `session` is over.
  ///
  /// @param cause the name of an `access.GoneCause`
  record Gone(Instant at, long device, long session, String cause) implements Event {}

  /// Application data. An uplink.
  ///
  /// @param repeatKey recognises the same message sent again; 0 if it cannot be sent again
  /// @param user the user properties of MQTT 5.0, in their order
  record Reported(
      Instant at,
      long device,
      long session,
      String door,
      String channel,
      int contentFormat,
      boolean confirmable,
      long repeatKey,
      Bytes raw,
      Content content,
      List<UserProperty> user)
      implements Event {
    public Reported {
      user = List.copyOf(user);
    }

    /// Without user properties.
    public Reported(
        Instant at,
        long device,
        long session,
        String door,
        String channel,
        int contentFormat,
        boolean confirmable,
        long repeatKey,
        Bytes raw,
        Content content) {
      this(
          at,
          device,
          session,
          door,
          channel,
          contentFormat,
          confirmable,
          repeatKey,
          raw,
          content,
          List.of());
    }

    /// `contentFormat` where the protocol has none.
    public static final int NO_CONTENT_FORMAT = -1;
  }

  /// The first answer to the platform's own observe request: shown, not counted as a report.
  record Observed(
      Instant at,
      long device,
      long session,
      String door,
      String channel,
      int contentFormat,
      Bytes raw)
      implements Event {}

  /// The will of an MQTT client was published because its connection ended without goodbye. Shown,
  /// not counted as a report: the device did not send it now.
  ///
  /// @param retain as the client asked for it; without effect here
  record WillPublished(
      Instant at,
      long device,
      long session,
      String door,
      String topic,
      int qos,
      boolean retain,
      Bytes raw)
      implements Event {}

  /// A command was accepted; its id may be told.
  ///
  /// @param payload what the device will get
  /// @param content the JSON text of the caller's `content`, for people and the API
  /// @param task where the device is expected to answer: a command of a thing model
  record CommandSaved(
      Instant at,
      long device,
      long command,
      Bytes payload,
      String content,
      Duration ttl,
      String createdBy,
      Optional<Task> task)
      implements Event {
    /// A command that ends when it is delivered.
    public CommandSaved(
        Instant at,
        long device,
        long command,
        Bytes payload,
        String content,
        Duration ttl,
        String createdBy) {
      this(at, device, command, payload, content, ttl, createdBy, Optional.empty());
    }
  }

  /// A command as the device sees it.
  ///
  /// @param taskId what the device's response repeats
  /// @param service the command service of the thing model
  /// @param answer the serviceId of the response that is awaited, {@link #ANY} or {@link #NONE}
  record Task(long taskId, Content.ServiceRef service, int answer) {
    /// The model does not say which response belongs to the command.
    public static final int ANY = 0;

    /// The model has no response: the command ends when it is delivered.
    public static final int NONE = -1;
  }

  /// Stored before the first byte leaves, so that no crash can make a sent command look unsent.
  record CommandSent(Instant at, long device, long command) implements Event {}

  record CommandDelivered(Instant at, long device, long command) implements Event {}

  /// @param failure EXPIRED, TIMEOUT or FAILED
  /// @param detail a sentence or the device's code
  record CommandFailed(Instant at, long device, long command, String failure, String detail)
      implements Event {}

  record CommandCancelled(Instant at, long device, long command, String by) implements Event {}

  /// The device's response to a delivered command arrived in time.
  ///
  /// @param values the response's parameters, one JSON object
  record CommandCompleted(Instant at, long device, long command, String values) implements Event {}

  /// No response to a delivered command came within the response timeout: it stays delivered.
  record CommandUnanswered(Instant at, long device, long command) implements Event {}

  /// A response that changes no command's state: late, a second one, or with a taskId that nobody
  /// waits for. Stored as the report that it came in; this says why it counts for nothing.
  ///
  /// @param command the one that it answers too late; 0 if it answers none, or one that has its
  ///   answer
  /// @param values the response's parameters, one JSON object
  /// @param reason a sentence
  record ResponseIgnored(
      Instant at, long device, long command, long taskId, String values, String reason)
      implements Event {}

  /// What concerns the LwM2M objects of a device: operations on them and what the device tells of
  /// them by itself. A family, so that a fold that has no use for any of it says so in a line.
  sealed interface ObjectEvent extends Event {}

  /// An operation on the device's objects was accepted; its id, from the same row as those of
  /// commands, may be told.
  ///
  /// @param action the name of an `access.ObjectAction`
  /// @param path such as `/3/0/0`
  /// @param contentFormat of the payload, or the one asked for; {@link Reported#NO_CONTENT_FORMAT}
  /// @param payload what is written, or the arguments of an execute
  record OperationSaved(
      Instant at,
      long device,
      long operation,
      String action,
      String path,
      int contentFormat,
      Bytes payload,
      Duration ttl,
      String createdBy)
      implements ObjectEvent {}

  /// Stored before the first byte leaves.
  record OperationSent(Instant at, long device, long operation) implements ObjectEvent {}

  /// The device has answered with success.
  ///
  /// @param code as text, `2.05`
  record OperationAnswered(
      Instant at, long device, long operation, String code, ObjectContent content)
      implements ObjectEvent {}

  /// @param failure EXPIRED, TIMEOUT or FAILED
  /// @param detail a sentence or the device's code
  record OperationFailed(Instant at, long device, long operation, String failure, String detail)
      implements ObjectEvent {}

  record OperationCancelled(Instant at, long device, long operation, String by)
      implements ObjectEvent {}

  /// The device told the value of an object by itself: a notification on an observation other than
  /// that of its reports, or a Send. An uplink.
  record ObjectReported(
      Instant at, long device, long session, String door, String path, ObjectContent content)
      implements ObjectEvent {}

  /// The device was deleted from the registry: folds forget it. Follows a {@link DeviceDeleted} in
  /// the same append.
  record DeviceRemoved(Instant at, long device) implements Event {}

  /// The registry has a new device. Comes before everything else of this device.
  record DeviceCreated(Instant at, long device, DeviceIdentity identity) implements Event {}

  /// The registry has deleted a device, told for those who must say which: the registry cannot be
  /// asked any more.
  record DeviceDeleted(Instant at, long device, DeviceIdentity identity) implements Event {}
}
