package io.openaep.platform.push;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.Reported;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Events as AEP pushes them (AEP northbound, section 5): names, types and values as documented,
/// members in the descending order of captured messages. Pure.
final class Messages {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_BYTES = 512;

  /// What AEP writes where it knows nothing.
  private static final String UNKNOWN = "undefined";

  private static final int NO_PACKET_NUMBER = -1;
  private static final int ONLINE = 1;
  private static final int OFFLINE = 0;
  private static final int CREATED = 1;
  private static final int DELETED = 0;

  private Messages() {}

  /// The kind of message that an event becomes; empty if nobody is told of it.
  static Optional<MessageType> type(Event event) {
    return switch (event) {
      case Reported report ->
          switch (report.content()) {
            case Content.Opaque _, Content.Undecodable _, Content.Properties _ ->
                Optional.of(MessageType.DATA_REPORT);
            case Content.Occurrence _ -> Optional.of(MessageType.EVENT_REPORT);
            // The command's own event tells of it.
            case Content.Response _ -> Optional.empty();
          };
      case Event.Connected _, Event.Updated _, Event.Gone _ ->
          Optional.of(MessageType.ONLINE_OFFLINE);
      case Event.CommandSent _,
          Event.CommandDelivered _,
          Event.CommandFailed _,
          Event.CommandCompleted _ ->
          Optional.of(MessageType.COMMAND_RESPONSE);
      case Event.ResponseIgnored ignored ->
          ignored.command() == 0 ? Optional.empty() : Optional.of(MessageType.COMMAND_RESPONSE);
      case Event.DeviceCreated _, Event.DeviceDeleted _ -> Optional.of(MessageType.CREATED_DELETED);
      case Event.PlatformStarted _,
          Event.Observed _,
          Event.WillPublished _,
          Event.CommandSaved _,
          Event.CommandCancelled _,
          Event.CommandUnanswered _,
          Event.ObjectEvent _,
          Event.DeviceRemoved _ ->
          Optional.empty();
    };
  }

  /// Whether nobody is told of this one: what an MQTT device publishes on a topic that is no
  /// service of its product, or not as that service has it, is dropped by AEP (AEP device
  /// protocols, 2.3). Here it is in the device's history, with the reason. What only we cannot
  /// judge, because the model cannot be read, is told: it may well have fitted.
  static boolean withheld(Event event, DeviceCard device) {
    return device.protocol() == Protocol.MQTT
        && !device.transparent()
        && event instanceof Reported report
        && report.content() instanceof Content.Undecodable(String _, boolean unjudged)
        && !unjudged;
  }

  /// @return JSON in UTF-8; empty for an event that {@link #type} has no kind for
  static Optional<byte[]> render(Event event, DeviceCard device) {
    return type(event)
        .map(type ->
            object(json -> {
              switch (type) {
                case DATA_REPORT -> dataReport(json, (Reported) event, device);
                case COMMAND_RESPONSE -> commandResponse(json, event, device);
                case EVENT_REPORT -> eventReport(json, (Reported) event, device);
                case ONLINE_OFFLINE -> onlineOffline(json, event, device);
                case CREATED_DELETED -> createdDeleted(json, event, device);
              }
            }));
  }

  /// Section 5.1.
  private static void dataReport(JsonGenerator json, Reported report, DeviceCard device) {
    json.writeNumberProperty("upPacketSN", NO_PACKET_NUMBER);
    json.writeNumberProperty("upDataSN", NO_PACKET_NUMBER);
    json.writeStringProperty("topic", topic(report, device));
    head(json, report, device);
    if (report.content() instanceof Content.Properties properties) {
      json.writeNumberProperty("serviceId", properties.service().id());
    } else {
      json.writeStringProperty("serviceId", "");
    }
    product(json, device);
    json.writeName("payload");
    payload(json, report, device);
    json.writeStringProperty("messageType", MessageType.DATA_REPORT.word());
    json.writeStringProperty("deviceType", "");
    json.writeStringProperty("deviceId", device.deviceId());
    json.writeStringProperty("assocAssetId", "");
    mobile(json, device);
  }

  private static String topic(Reported report, DeviceCard device) {
    return switch (device.protocol()) {
      case LWM2M -> device.transparent() ? "v1/up/ad" : "v1/up/ad19";
      case TCP -> "ad";
      case MQTT -> report.channel();
    };
  }

  /// What a thing model understood and published JSON go on as they are; bytes, and what could not
  /// be decoded, as base64.
  private static void payload(JsonGenerator json, Reported report, DeviceCard device) {
    byte[] raw = report.raw().unsafeArray();
    boolean isJson =
        device.protocol() == Protocol.MQTT && report.content() instanceof Content.Opaque;
    if (report.content() instanceof Content.Properties properties) {
      json.writeRawValue(properties.values());
    } else if (isJson) {
      json.writeRawValue(new String(raw, StandardCharsets.UTF_8));
    } else {
      json.writeStartObject();
      json.writeStringProperty("APPdata", Base64.getEncoder().encodeToString(raw));
      json.writeEndObject();
    }
  }

  /// Section 5.2.
  private static void onlineOffline(JsonGenerator json, Event event, DeviceCard device) {
    head(json, event, device);
    product(json, device);
    json.writeStringProperty("messageType", MessageType.ONLINE_OFFLINE.word());
    json.writeStringProperty("iccid", UNKNOWN);
    json.writeNumberProperty("eventType", event instanceof Event.Gone ? OFFLINE : ONLINE);
    json.writeStringProperty("deviceId", device.deviceId());
  }

  /// Section 5.3. A response that came too late for its command says so in a member of our own.
  private static void commandResponse(JsonGenerator json, Event event, DeviceCard device) {
    head(json, event, device);
    if (event instanceof Event.CommandSent sent) {
      result(json, sent.command(), "SENT", "");
    } else if (event instanceof Event.CommandDelivered delivered) {
      result(json, delivered.command(), "DELIVERED", "");
    } else if (event instanceof Event.CommandFailed failed) {
      result(json, failed.command(), failed.failure(), "");
    } else if (event instanceof Event.CommandCompleted completed) {
      result(json, completed.command(), "SUCCESSFUL", completed.values());
    } else if (event instanceof Event.ResponseIgnored late) {
      result(json, late.command(), "SUCCESSFUL", late.values());
      json.writeBooleanProperty("late", true);
    }
    product(json, device);
    json.writeStringProperty("messageType", MessageType.COMMAND_RESPONSE.word());
    json.writeStringProperty("deviceId", device.deviceId());
  }

  /// @param values the response's parameters, one JSON object; empty without a response
  private static void result(JsonGenerator json, long command, String code, String values) {
    json.writeNumberProperty("taskId", command);
    json.writeName("result");
    json.writeStartObject();
    json.writeName("resultDetail");
    if (values.isEmpty()) {
      json.writeString("");
    } else {
      json.writeRawValue(values);
    }
    json.writeStringProperty("resultCode", code);
    json.writeEndObject();
  }

  /// Section 5.4.
  private static void eventReport(JsonGenerator json, Reported report, DeviceCard device) {
    if (!(report.content() instanceof Content.Occurrence occurrence)) {
      throw new IllegalArgumentException("no event report: " + report);
    }
    head(json, report, device);
    json.writeNumberProperty("serviceId", occurrence.service().id());
    product(json, device);
    json.writeStringProperty("messageType", MessageType.EVENT_REPORT.word());
    json.writeNumberProperty("eventType", occurrence.level());
    json.writeName("eventContent");
    json.writeRawValue(occurrence.values());
    json.writeStringProperty("deviceSn", device.deviceSn().orElse(""));
    json.writeStringProperty("deviceId", device.deviceId());
    mobile(json, device);
  }

  /// A form of our own, for AEP's is not documented: shaped like the others.
  private static void createdDeleted(JsonGenerator json, Event event, DeviceCard device) {
    head(json, event, device);
    product(json, device);
    json.writeStringProperty("messageType", MessageType.CREATED_DELETED.word());
    json.writeNumberProperty("eventType", event instanceof Event.DeviceCreated ? CREATED : DELETED);
    json.writeStringProperty("deviceSn", device.deviceSn().orElse(""));
    json.writeStringProperty("deviceId", device.deviceId());
    mobile(json, device);
  }

  /// What every message begins with in descending order.
  private static void head(JsonGenerator json, Event event, DeviceCard device) {
    json.writeNumberProperty("timestamp", event.at().toEpochMilli());
    json.writeStringProperty("tenantId", device.tenantId());
  }

  private static void product(JsonGenerator json, DeviceCard device) {
    json.writeStringProperty("protocol", device.protocol().word());
    json.writeStringProperty("productId", String.valueOf(device.productId()));
  }

  private static void mobile(JsonGenerator json, DeviceCard device) {
    json.writeStringProperty("IMSI", device.imsi().orElse(""));
    json.writeStringProperty("IMEI", device.imei().orElse(""));
  }

  private interface Members {
    void write(JsonGenerator json);
  }

  private static byte[] object(Members members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}
