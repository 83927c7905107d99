package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.Door;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.mqtt.MqttPacket.Connect;
import io.openaep.wire.mqtt.MqttProperty;
import io.openaep.wire.mqtt.MqttReason;
import io.openaep.wire.topic.TopicName;
import java.time.Duration;
import java.util.Optional;

/// Judges a CONNECT: who it is, or which code says why not (AEP device protocols, 2.1; MQTT 3.1.1,
/// 3.2.2.3; 5.0, 3.2.2.2). AEP does not document its codes. Here a wrong password is 4 or 0x86; a
/// device that this door does not know is 5 or 0x87; 2 or 0x85 is left to a client id that no
/// device can have.
sealed interface MqttLogin {
  /// @param expiry how long the session outlives the connection; zero not at all
  record Known(DeviceProfile profile, Duration expiry) implements MqttLogin {}

  /// @param code what the device is told
  /// @param kind the word for the metric
  /// @param reason a sentence for people, without the password
  record Denied(MqttReason code, String kind, String reason) implements MqttLogin {}

  static MqttLogin judge(
      Connect connect, Door door, Authenticator authenticator, MqttConfig config) {
    Optional<Denied> unusable = unusable(connect, config);
    if (unusable.isPresent()) {
      return unusable.get();
    }
    Optional<Bytes> password = connect.password();
    boolean nameMissing = connect.userName().isEmpty() && !connect.version().isV5();
    if (nameMissing || password.isEmpty()) {
      return new Denied(
          MqttReason.BAD_USER_NAME_OR_PASSWORD,
          "bad_credentials",
          "user name or password is missing");
    }
    return switch (authenticator.byPassword(door, connect.clientId(), password.get().toUtf8())) {
      case Admission.Granted(DeviceProfile profile) -> new Known(profile, expiry(connect, config));
      case Admission.Refused(Admission.Cause cause, String reason) -> denied(cause, reason);
    };
  }

  private static Optional<Denied> unusable(Connect connect, MqttConfig config) {
    int idChars = connect.clientId().length();
    if (idChars == 0 || idChars > config.clientIdLimitChars()) {
      String reason =
          idChars == 0
              ? "the client id is empty"
              : "client id of %d characters, the limit is %d"
                  .formatted(idChars, config.clientIdLimitChars());
      return Optional.of(new Denied(MqttReason.CLIENT_ID_NOT_VALID, "client_id", reason));
    }
    if (connect.properties().text(MqttProperty.AUTHENTICATION_METHOD).isPresent()) {
      return Optional.of(
          new Denied(
              MqttReason.BAD_AUTHENTICATION_METHOD,
              "bad_credentials",
              "only user name and password are served"));
    }
    return connect.will().flatMap(will -> unusable(will.topic(), will.payload().size(), config));
  }

  private static Optional<Denied> unusable(String topic, int willBytes, MqttConfig config) {
    if (willBytes > config.payloadLimitBytes()) {
      return Optional.of(
          new Denied(
              MqttReason.PACKET_TOO_LARGE,
              "too_large",
              "will of %d bytes, the limit is %d"
                  .formatted(willBytes, config.payloadLimitBytes())));
    }
    try {
      TopicName.parse(topic);
      return Optional.empty();
    } catch (DecodeException bad) {
      return Optional.of(
          new Denied(MqttReason.TOPIC_NAME_INVALID, "malformed", "the will's " + bad.reason()));
    }
  }

  /// MQTT 5.0 asks for a duration, of which less may be granted (5.0, 3.2.2.3.2); older versions
  /// ask for a session that is kept, and the configuration says how long.
  private static Duration expiry(Connect connect, MqttConfig config) {
    if (!connect.version().isV5()) {
      return connect.cleanStart() ? Duration.ZERO : config.sessionExpiry();
    }
    return granted(connect.properties().number(MqttProperty.SESSION_EXPIRY, 0), config);
  }

  static Duration granted(long wantedSeconds, MqttConfig config) {
    return Duration.ofSeconds(Math.min(wantedSeconds, config.sessionExpiry().toSeconds()));
  }

  private static Denied denied(Admission.Cause cause, String reason) {
    return switch (cause) {
      case UNKNOWN_DEVICE -> notAuthorized("unknown_device", reason);
      case CANCELLED -> notAuthorized("cancelled", reason);
      case WRONG_DOOR -> notAuthorized("wrong_door", reason);
      case WRONG_ENDPOINT_FORM -> notAuthorized("wrong_endpoint_form", reason);
      case BAD_CREDENTIALS ->
          new Denied(MqttReason.BAD_USER_NAME_OR_PASSWORD, "bad_credentials", reason);
    };
  }

  private static Denied notAuthorized(String kind, String reason) {
    return new Denied(MqttReason.NOT_AUTHORIZED, kind, reason);
  }
}
