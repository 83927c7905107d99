package io.openaep.wire.payload;

import io.openaep.wire.DecodeException;
import io.openaep.wire.model.InvalidModel;
import tools.jackson.databind.node.ObjectNode;

/// `device_info.json`, with which the vendor's generator makes one device's program (AEP device
/// protocols, 2.4): who the device is and where it connects. Immutable.
///
/// @param deviceNo 设备编号
/// @param protocol such as `MQTT`
/// @param token the 特征串, kept out of {@link #toString()}
public record DeviceInfo(
    String deviceNo,
    String deviceId,
    String protocol,
    String token,
    boolean transparent,
    String tcpAddress,
    int tcpPort,
    String tlsAddress,
    int tlsPort) {
  /// @throws InvalidModel with a sentence that names the place
  public static DeviceInfo read(String file) {
    try {
      Members members = new Members(StrictJson.object(ServiceInfo.withoutMark(file)), "");
      return new DeviceInfo(
          members.requiredText("DeviceNo"),
          members.text("DeviceID"),
          members.text("Protocol"),
          members.text("Token"),
          members.flag("Transparent"),
          members.text("TCPAddress"),
          members.integer("TCPPort").orElse(0),
          members.text("TLSAddress"),
          members.integer("TLSPort").orElse(0));
    } catch (DecodeException notJson) {
      throw new InvalidModel("device_info.json cannot be read: " + notJson.reason());
    }
  }

  /// The file, with its byte-order mark.
  public String write() {
    ObjectNode object =
        StrictJson.newObject()
            .put("DeviceNo", deviceNo)
            .put("DeviceID", deviceId)
            .put("Protocol", protocol)
            .put("Authorization", "token")
            .put("Token", token)
            .put("Transparent", transparent)
            .put("TCPAddress", tcpAddress)
            .put("TCPPort", tcpPort)
            .put("TLSAddress", tlsAddress)
            .put("TLSPort", tlsPort);
    return ServiceInfo.BYTE_ORDER_MARK + StrictJson.pretty(object);
  }

  @Override
  public String toString() {
    return "DeviceInfo[" + deviceId + "]";
  }
}
