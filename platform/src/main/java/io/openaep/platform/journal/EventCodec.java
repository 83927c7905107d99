package io.openaep.platform.journal;

import io.openaep.platform.journal.Event.CommandCancelled;
import io.openaep.platform.journal.Event.CommandCompleted;
import io.openaep.platform.journal.Event.CommandDelivered;
import io.openaep.platform.journal.Event.CommandFailed;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.CommandSent;
import io.openaep.platform.journal.Event.CommandUnanswered;
import io.openaep.platform.journal.Event.Connected;
import io.openaep.platform.journal.Event.DeviceCreated;
import io.openaep.platform.journal.Event.DeviceDeleted;
import io.openaep.platform.journal.Event.DeviceRemoved;
import io.openaep.platform.journal.Event.Gone;
import io.openaep.platform.journal.Event.Observed;
import io.openaep.platform.journal.Event.PlatformStarted;
import io.openaep.platform.journal.Event.Reported;
import io.openaep.platform.journal.Event.ResponseIgnored;
import io.openaep.platform.journal.Event.Task;
import io.openaep.platform.journal.Event.Updated;
import io.openaep.platform.journal.Event.WillPublished;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Events to and from the bytes on disk: a version, a type, the time, the device, then the fields
/// in the order of the record. A binary form of our own because a message costs its size three
/// times (log, fold, page cache), and because reading must not depend on class names.
///
/// The numbers here are for ever: a new event gets a new type, a changed one a new version whose
/// predecessor stays readable. Stateless; used by callers of `append` and by readers, on their own
/// threads.
public final class EventCodec {
  private static final int VERSION = 1;

  private static final int PLATFORM_STARTED = 1;
  private static final int CONNECTED = 2;
  private static final int UPDATED = 3;
  private static final int GONE = 4;
  private static final int REPORTED = 5;
  private static final int OBSERVED = 6;
  private static final int COMMAND_SAVED = 7;
  private static final int COMMAND_SENT = 8;
  private static final int COMMAND_DELIVERED = 9;
  private static final int COMMAND_FAILED = 10;
  private static final int COMMAND_CANCELLED = 11;
  private static final int DEVICE_REMOVED = 12;
  private static final int WILL_PUBLISHED = 20;
  private static final int DEVICE_CREATED = 60;
  private static final int DEVICE_DELETED = 61;

  private static final int TASK_SAVED = 50;
  private static final int COMMAND_COMPLETED = 51;
  private static final int COMMAND_UNANSWERED = 52;
  private static final int RESPONSE_IGNORED = 53;

  /// A report with user properties of MQTT 5.0.
  private static final int PROPERTIED = 140;

  /// Room for everything but payload and texts of unusual length.
  private static final int USUAL_BYTES = 96;

  private EventCodec() {}

  public static byte[] encode(Event event) {
    return switch (event) {
      case PlatformStarted e -> begin(PLATFORM_STARTED, e, 0).toArray();
      case Connected e ->
          begin(CONNECTED, e, 0)
              .fixed(e.session())
              .text(e.door())
              .text(e.remote())
              .optionalDuration(e.lifetime())
              .toArray();
      case Updated e ->
          begin(UPDATED, e, 0)
              .fixed(e.session())
              .text(e.door())
              .text(e.remote())
              .optionalDuration(e.lifetime())
              .toArray();
      case Gone e -> begin(GONE, e, 0).fixed(e.session()).text(e.cause()).toArray();
      case Reported e -> reported(e);
      case Observed e ->
          begin(OBSERVED, e, e.raw().size())
              .fixed(e.session())
              .text(e.door())
              .text(e.channel())
              .signed(e.contentFormat())
              .bytes(e.raw())
              .toArray();
      case WillPublished e -> willPublished(e);
      case CommandSaved e -> saved(e);
      case CommandSent e -> begin(COMMAND_SENT, e, 0).number(e.command()).toArray();
      case CommandDelivered e -> begin(COMMAND_DELIVERED, e, 0).number(e.command()).toArray();
      case CommandFailed e ->
          begin(COMMAND_FAILED, e, 0)
              .number(e.command())
              .text(e.failure())
              .text(e.detail())
              .toArray();
      case CommandCancelled e ->
          begin(COMMAND_CANCELLED, e, 0).number(e.command()).text(e.by()).toArray();
      case CommandCompleted e ->
          begin(COMMAND_COMPLETED, e, e.values().length())
              .number(e.command())
              .text(e.values())
              .toArray();
      case CommandUnanswered e -> begin(COMMAND_UNANSWERED, e, 0).number(e.command()).toArray();
      case ResponseIgnored e ->
          begin(RESPONSE_IGNORED, e, e.values().length())
              .number(e.command())
              .signed(e.taskId())
              .text(e.values())
              .text(e.reason())
              .toArray();
      case DeviceRemoved e -> begin(DEVICE_REMOVED, e, 0).toArray();
      case DeviceCreated e -> identity(begin(DEVICE_CREATED, e, 0), e.identity());
      case DeviceDeleted e -> identity(begin(DEVICE_DELETED, e, 0), e.identity());
      case Event.ObjectEvent e -> ObjectEventCodec.encode(e);
    };
  }

  private static byte[] willPublished(WillPublished e) {
    return begin(WILL_PUBLISHED, e, e.raw().size())
        .fixed(e.session())
        .text(e.door())
        .text(e.topic())
        .u8(e.qos())
        .flag(e.retain())
        .bytes(e.raw())
        .toArray();
  }

  /// @param stored is read, never changed
  /// @throws UnreadableRecord if this release cannot make an event of it
  public static Event decode(byte[] stored) {
    RecordReader in = new RecordReader(stored);
    int version = in.u8();
    if (version != VERSION) {
      throw new UnreadableRecord(
          "The journal holds an event in format "
              + version
              + ", and this release reads format "
              + VERSION
              + ": start the release that wrote it.");
    }
    Event event = body(in);
    in.end();
    return event;
  }

  private static Event body(RecordReader in) {
    int type = in.u8();
    var at = in.instant();
    long device = in.number();
    return switch (type) {
      case PLATFORM_STARTED -> new PlatformStarted(at);
      case CONNECTED ->
          new Connected(at, device, in.fixed(), in.text(), in.text(), in.optionalDuration());
      case UPDATED ->
          new Updated(at, device, in.fixed(), in.text(), in.text(), in.optionalDuration());
      case GONE -> new Gone(at, device, in.fixed(), in.text());
      case REPORTED -> reported(in, at, device, false);
      case PROPERTIED -> reported(in, at, device, true);
      case OBSERVED ->
          new Observed(at, device, in.fixed(), in.text(), in.text(), contentFormat(in), in.bytes());
      case WILL_PUBLISHED ->
          new WillPublished(
              at, device, in.fixed(), in.text(), in.text(), in.u8(), in.flag(), in.bytes());
      case COMMAND_SAVED ->
          new CommandSaved(
              at, device, in.number(), in.bytes(), in.text(), in.duration(), in.text());
      case TASK_SAVED ->
          new CommandSaved(
              at,
              device,
              in.number(),
              in.bytes(),
              in.text(),
              in.duration(),
              in.text(),
              Optional.of(new Task(in.signed(), ContentCodec.service(in), (int) in.signed())));
      case COMMAND_COMPLETED -> new CommandCompleted(at, device, in.number(), in.text());
      case COMMAND_UNANSWERED -> new CommandUnanswered(at, device, in.number());
      case RESPONSE_IGNORED ->
          new ResponseIgnored(at, device, in.number(), in.signed(), in.text(), in.text());
      case COMMAND_SENT -> new CommandSent(at, device, in.number());
      case COMMAND_DELIVERED -> new CommandDelivered(at, device, in.number());
      case COMMAND_FAILED -> new CommandFailed(at, device, in.number(), in.text(), in.text());
      case COMMAND_CANCELLED -> new CommandCancelled(at, device, in.number(), in.text());
      case DEVICE_REMOVED -> new DeviceRemoved(at, device);
      case DEVICE_CREATED -> new DeviceCreated(at, device, identity(in));
      case DEVICE_DELETED -> new DeviceDeleted(at, device, identity(in));
      case ObjectEventCodec.SAVED,
          ObjectEventCodec.SENT,
          ObjectEventCodec.ANSWERED,
          ObjectEventCodec.FAILED,
          ObjectEventCodec.CANCELLED,
          ObjectEventCodec.REPORTED ->
          ObjectEventCodec.body(type, at, device, in);
      default ->
          throw new UnreadableRecord(
              "The journal holds an event of type "
                  + type
                  + ", which this release does not know: start the release that wrote it.");
    };
  }

  private static Event reported(RecordReader in, Instant at, long device, boolean propertied) {
    return new Reported(
        at,
        device,
        in.fixed(),
        in.text(),
        in.text(),
        contentFormat(in),
        in.flag(),
        in.flag() ? in.fixed() : 0,
        in.bytes(),
        ContentCodec.read(in),
        propertied ? user(in) : List.of());
  }

  private static List<UserProperty> user(RecordReader in) {
    List<UserProperty> user = new ArrayList<>();
    for (long left = in.number(); left > 0; left--) {
      user.add(new UserProperty(in.text(), in.text()));
    }
    return user;
  }

  private static byte[] identity(RecordWriter out, DeviceIdentity identity) {
    return out.text(identity.tenantId())
        .number(identity.productId())
        .text(identity.deviceId())
        .text(identity.name())
        .optionalText(identity.deviceSn())
        .optionalText(identity.imei())
        .toArray();
  }

  private static DeviceIdentity identity(RecordReader in) {
    return new DeviceIdentity(
        in.text(), in.number(), in.text(), in.text(), in.optionalText(), in.optionalText());
  }

  private static byte[] reported(Reported e) {
    RecordWriter out =
        begin(e.user().isEmpty() ? REPORTED : PROPERTIED, e, e.raw().size())
            .fixed(e.session())
            .text(e.door())
            .text(e.channel())
            .signed(e.contentFormat())
            .flag(e.confirmable())
            .flag(e.repeatKey() != 0);
    if (e.repeatKey() != 0) {
      out.fixed(e.repeatKey());
    }
    ContentCodec.write(out.bytes(e.raw()), e.content());
    if (!e.user().isEmpty()) {
      out.number(e.user().size());
      e.user().forEach(it -> out.text(it.name()).text(it.value()));
    }
    return out.toArray();
  }

  private static byte[] saved(CommandSaved e) {
    RecordWriter out =
        begin(
                e.task().isPresent() ? TASK_SAVED : COMMAND_SAVED,
                e,
                e.payload().size() + e.content().length())
            .number(e.command())
            .bytes(e.payload())
            .text(e.content())
            .duration(e.ttl())
            .text(e.createdBy());
    e.task()
        .ifPresent(task ->
            ContentCodec.service(out.signed(task.taskId()), task.service()).signed(task.answer()));
    return out.toArray();
  }

  static int contentFormat(RecordReader in) {
    long format = in.signed();
    if (format != (int) format) {
      throw in.damaged("content format " + format);
    }
    return (int) format;
  }

  static RecordWriter begin(int type, Event event, int payloadBytes) {
    return new RecordWriter(USUAL_BYTES + payloadBytes)
        .u8(VERSION)
        .u8(type)
        .instant(event.at())
        .number(event.device());
  }
}
