package io.openaep.wire.payload;

import io.openaep.wire.ByteReader;
import io.openaep.wire.ByteWriter;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.model.Value;
import java.util.Map;

/// LwM2M's compact binary (紧凑二进制, payloadFormat 2; AEP device protocols, 1.7): a type byte, the
/// service, on commands and responses the taskId, then the length and the values. Stateless.
public final class CompactBinary {
  private static final int DATA_REPORT = 0x02;
  private static final int WIRELESS_REPORT = 0x03;
  private static final int COMMAND = 0x06;
  private static final int EVENT_REPORT = 0x07;
  private static final int COMMAND_RESPONSE = 0x86;

  private CompactBinary() {}

  /// What a device sent: a report or a response.
  ///
  /// @throws DecodeException if the bytes are none that the model knows
  public static ServiceMessage decodeUplink(ThingModel model, Bytes bytes) throws DecodeException {
    int type = ByteReader.of(bytes).u8("message type");
    if (type == COMMAND) {
      throw new DecodeException("0x06 is a command: the platform's to send");
    }
    return decode(model, bytes);
  }

  /// Any message, as either end sends it.
  ///
  /// @throws DecodeException if the bytes are none that the model knows
  public static ServiceMessage decode(ThingModel model, Bytes bytes) throws DecodeException {
    ByteReader in = ByteReader.of(bytes);
    int type = in.u8("message type");
    ServiceKind kind = kind(type);
    Service service = service(model, in.u16("serviceId"), kind);
    boolean tasked = kind == ServiceKind.COMMAND || kind == ServiceKind.COMMAND_RESPONSE;
    int taskId = tasked ? in.u16("taskId") : 0;
    int length = in.u16("length");
    if (length != in.remaining()) {
      throw new DecodeException(
          "the length says %d bytes, %d follow".formatted(length, in.remaining()));
    }
    Map<String, Value> values = BinaryValues.read(service, in);
    return tasked
        ? ServiceMessage.task(service, taskId, values)
        : ServiceMessage.report(service, values);
  }

  private static ServiceKind kind(int type) throws DecodeException {
    return switch (type) {
      case DATA_REPORT, WIRELESS_REPORT -> ServiceKind.DATA_REPORT;
      case EVENT_REPORT -> ServiceKind.EVENT_REPORT;
      case COMMAND -> ServiceKind.COMMAND;
      case COMMAND_RESPONSE -> ServiceKind.COMMAND_RESPONSE;
      default -> throw new DecodeException("message type 0x%02x is unknown".formatted(type));
    };
  }

  /// The service with this number, if it is of the kind that the message announces.
  static Service service(ThingModel model, int id, ServiceKind kind) throws DecodeException {
    Service service = known(model, id);
    if (service.kind() != kind) {
      throw new DecodeException(
          "serviceId %d is %s, a %s, and the message is a %s"
              .formatted(id, service.identifier(), service.kind().word(), kind.word()));
    }
    return service;
  }

  static Service known(ThingModel model, int id) throws DecodeException {
    return model
        .service(id)
        .orElseThrow(() -> new DecodeException("the product has no service " + id));
  }

  /// @throws IllegalArgumentException if a value is missing, or serviceId, taskId or length do not
  ///   fit their 16 bits
  public static Bytes encode(ServiceMessage message) {
    ByteWriter payload = new ByteWriter(64);
    BinaryValues.write(message, payload);
    ByteWriter out =
        new ByteWriter(80).u8(type(message.service().kind())).u16(message.service().id());
    if (message.taskId().isPresent()) {
      out.u16(Math.toIntExact(message.taskId().getAsLong()));
    }
    return out.sized(payload.toBytes()).toBytes();
  }

  private static int type(ServiceKind kind) {
    return switch (kind) {
      case DATA_REPORT -> DATA_REPORT;
      case EVENT_REPORT -> EVENT_REPORT;
      case COMMAND -> COMMAND;
      case COMMAND_RESPONSE -> COMMAND_RESPONSE;
    };
  }
}
