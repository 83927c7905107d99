package io.openaep.platform.access.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.Door;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Judges a CONNECT: who it is, or which return code says why not (AEP device protocols, 2.1; MQTT
/// 3.1.1, 3.2.2.3). AEP does not document its codes. Here a wrong password is 4; a device that this
/// door does not know is 5; 2 is left to a client id that no device can have.
sealed interface MqttLogin {
  /// @param keepAlive zero switches it off
  /// @param keepsSession the device asked for clean session 0: what was not acknowledged it sends
  ///   again on its next connection
  record Known(DeviceProfile profile, Duration keepAlive, boolean keepsSession)
      implements MqttLogin {}

  /// @param code what the device is told
  /// @param kind the word for the metric
  /// @param reason a sentence for people, without the password
  record Denied(MqttConnectReturnCode code, String kind, String reason) implements MqttLogin {}

  static MqttLogin judge(MqttConnectMessage connect, Door door, Authenticator authenticator) {
    var header = connect.variableHeader();
    var payload = connect.payload();
    if (header.version() == MqttVersion.MQTT_5.protocolLevel()) {
      return unservedVersion("protocol level 5 is not served");
    }
    if (payload.clientIdentifier().isEmpty()) {
      return unusableClientId("the client id is empty");
    }
    byte[] password = payload.passwordInBytes();
    if (!header.hasUserName() || password == null) {
      return new Denied(
          MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
          "bad_credentials",
          "user name or password is missing");
    }
    return switch (authenticator.byPassword(
        door, payload.clientIdentifier(), new String(password, StandardCharsets.UTF_8))) {
      case Admission.Granted(DeviceProfile profile) ->
          new Known(
              profile, Duration.ofSeconds(header.keepAliveTimeSeconds()), !header.isCleanSession());
      case Admission.Refused(Admission.Cause cause, String reason) -> denied(cause, reason);
    };
  }

  static Denied unservedVersion(String reason) {
    return new Denied(
        MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION, "version", reason);
  }

  static Denied unusableClientId(String reason) {
    return new Denied(
        MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED, "client_id", reason);
  }

  private static Denied denied(Admission.Cause cause, String reason) {
    return switch (cause) {
      case UNKNOWN_DEVICE -> notAuthorized("unknown_device", reason);
      case CANCELLED -> notAuthorized("cancelled", reason);
      case WRONG_DOOR -> notAuthorized("wrong_door", reason);
      case WRONG_ENDPOINT_FORM -> notAuthorized("wrong_endpoint_form", reason);
      case BAD_CREDENTIALS ->
          new Denied(
              MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
              "bad_credentials",
              reason);
    };
  }

  private static Denied notAuthorized(String kind, String reason) {
    return new Denied(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED, kind, reason);
  }
}
