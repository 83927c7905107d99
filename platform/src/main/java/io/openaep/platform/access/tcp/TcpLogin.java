package io.openaep.platform.access.tcp;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.Door;
import io.openaep.wire.tcp.LoginResult;
import io.openaep.wire.tcp.TcpFrame;

/// Judges a login frame: who it is, or which result code says why not (AEP device protocols, 3.1).
sealed interface TcpLogin {
  /// Transparent data, without answers (3.1).
  String TRANSPARENT = "1.0";

  /// Data of a thing model, answered (3.2).
  String MODELLED = "1.1";

  record Known(DeviceProfile profile) implements TcpLogin {}

  /// @param result what the device is told
  /// @param kind the word for the metric
  /// @param reason a sentence for people, without the password
  record Denied(LoginResult result, String kind, String reason) implements TcpLogin {}

  static TcpLogin judge(TcpFrame.Login login, Authenticator authenticator) {
    if (!login.version().equals(TRANSPARENT) && !login.version().equals(MODELLED)) {
      return new Denied(
          LoginResult.UNKNOWN_ERROR,
          "version",
          "login version is \"" + login.version() + "\"; 1.0 and 1.1 are served");
    }
    return switch (authenticator.byPassword(Door.TCP, login.deviceId(), login.password())) {
      case Admission.Granted(DeviceProfile profile) -> new Known(profile);
      case Admission.Refused(Admission.Cause cause, String reason) -> denied(cause, reason);
    };
  }

  /// A device of another protocol's product is not registered here; the log says where it belongs.
  private static Denied denied(Admission.Cause cause, String reason) {
    return switch (cause) {
      case UNKNOWN_DEVICE -> new Denied(LoginResult.NOT_REGISTERED, "unknown_device", reason);
      case CANCELLED -> new Denied(LoginResult.NOT_REGISTERED, "cancelled", reason);
      case WRONG_DOOR -> new Denied(LoginResult.NOT_REGISTERED, "wrong_door", reason);
      case BAD_CREDENTIALS ->
          new Denied(LoginResult.AUTHENTICATION_FAILED, "bad_credentials", reason);
      case WRONG_ENDPOINT_FORM ->
          new Denied(LoginResult.UNKNOWN_ERROR, "wrong_endpoint_form", reason);
    };
  }
}
