package io.openaep.devices.module.lwm2m;

import io.openaep.devices.link.lwm2m.Lwm2mResult;

/// `<result>` of `+QLWREG`, `+QLWUPDATE`, `+QLWDEREG` and `"ping"` (AT reference, 7.3).
final class ResultNumbers {
  static final int DONE = 0;

  /// No answer, no name, no network.
  static final int NO_ANSWER = -1;

  /// No socket.
  static final int SEND_FAILED = -2;

  /// The server does not want this device.
  static final int REFUSED = -9;

  private ResultNumbers() {}

  static int of(Lwm2mResult result) {
    return switch (result) {
      case Lwm2mResult.Done() -> DONE;
      case Lwm2mResult.Silent() -> NO_ANSWER;
      case Lwm2mResult.Busy() -> SEND_FAILED;
      case Lwm2mResult.Reset() -> REFUSED;
      case Lwm2mResult.Refused refused -> of(refused.code());
    };
  }

  private static int of(String code) {
    return switch (code) {
      case "4.00" -> -10;
      case "4.04" -> -14;
      case "4.05" -> -13;
      case "4.12" -> -22;
      default -> code.startsWith("5.") ? NO_ANSWER : REFUSED;
    };
  }

  /// Whether the server has no such registration (any more).
  static boolean forgotten(Lwm2mResult result) {
    return result instanceof Lwm2mResult.Refused(String code) && code.equals("4.04");
  }
}
