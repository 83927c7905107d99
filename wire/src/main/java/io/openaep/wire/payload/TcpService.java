package io.openaep.wire.payload;

import io.openaep.wire.ByteReader;
import io.openaep.wire.ByteWriter;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;

/// What the frames of TCP 1.1 carry (AEP device protocols, 3.2): `serviceId parameters` in a
/// report, behind the msgId that is the frame's; `taskId serviceId parameters` in a command and its
/// response. Values as in the compact binary. Stateless.
public final class TcpService {
  private TcpService() {}

  /// A data or event report, without its msgId.
  ///
  /// @throws DecodeException if the bytes are none that the model knows
  public static ServiceMessage decodeReport(ThingModel model, Bytes bytes) throws DecodeException {
    ByteReader in = ByteReader.of(bytes);
    int id = in.u16("serviceId");
    Service service = CompactBinary.known(model, id);
    if (service.kind() != ServiceKind.DATA_REPORT && service.kind() != ServiceKind.EVENT_REPORT) {
      throw new DecodeException(
          "serviceId %d is %s, a %s, and the frame is a report"
              .formatted(id, service.identifier(), service.kind().word()));
    }
    return ServiceMessage.report(service, BinaryValues.read(service, in));
  }

  /// A command's response.
  ///
  /// @throws DecodeException if the bytes are none that the model knows
  public static ServiceMessage decodeResponse(ThingModel model, Bytes bytes)
      throws DecodeException {
    ByteReader in = ByteReader.of(bytes);
    int taskId = in.u16("taskId");
    Service service =
        CompactBinary.service(model, in.u16("serviceId"), ServiceKind.COMMAND_RESPONSE);
    return ServiceMessage.task(service, taskId, BinaryValues.read(service, in));
  }

  /// @throws IllegalArgumentException if a value is missing, or serviceId or taskId do not fit
  public static Bytes encode(ServiceMessage message) {
    ByteWriter out = new ByteWriter(64);
    if (message.taskId().isPresent()) {
      out.u16(Math.toIntExact(message.taskId().getAsLong()));
    }
    BinaryValues.write(message, out.u16(message.service().id()));
    return out.toBytes();
  }
}
