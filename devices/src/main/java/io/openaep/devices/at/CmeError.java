package io.openaep.devices.at;

/// The numbers and English texts of `+CME ERROR` (3GPP TS 27.007, 9.2).
public enum CmeError {
  PHONE_FAILURE(0, "phone failure"),
  NO_CONNECTION_TO_PHONE(1, "no connection to phone"),
  PHONE_ADAPTOR_LINK_RESERVED(2, "phone-adaptor link reserved"),
  OPERATION_NOT_ALLOWED(3, "operation not allowed"),
  OPERATION_NOT_SUPPORTED(4, "operation not supported"),
  PH_SIM_PIN_REQUIRED(5, "PH-SIM PIN required"),
  SIM_NOT_INSERTED(10, "SIM not inserted"),
  SIM_PIN_REQUIRED(11, "SIM PIN required"),
  SIM_PUK_REQUIRED(12, "SIM PUK required"),
  SIM_FAILURE(13, "SIM failure"),
  SIM_BUSY(14, "SIM busy"),
  SIM_WRONG(15, "SIM wrong"),
  INCORRECT_PASSWORD(16, "incorrect password"),
  SIM_PIN2_REQUIRED(17, "SIM PIN2 required"),
  SIM_PUK2_REQUIRED(18, "SIM PUK2 required"),
  MEMORY_FULL(20, "memory full"),
  INVALID_INDEX(21, "invalid index"),
  NOT_FOUND(22, "not found"),
  MEMORY_FAILURE(23, "memory failure"),
  TEXT_TOO_LONG(24, "text string too long"),
  INVALID_TEXT(25, "invalid characters in text string"),
  DIAL_STRING_TOO_LONG(26, "dial string too long"),
  INVALID_DIAL_STRING(27, "invalid characters in dial string"),
  NO_NETWORK_SERVICE(30, "no network service"),
  NETWORK_TIMEOUT(31, "network timeout"),
  EMERGENCY_CALLS_ONLY(32, "network not allowed - emergency calls only"),
  INCORRECT_PARAMETERS(50, "incorrect parameters"),
  UNKNOWN(100, "unknown"),
  ILLEGAL_MS(103, "illegal MS"),
  ILLEGAL_ME(106, "illegal ME"),
  GPRS_NOT_ALLOWED(107, "GPRS services not allowed"),
  PLMN_NOT_ALLOWED(111, "PLMN not allowed"),
  LOCATION_AREA_NOT_ALLOWED(112, "location area not allowed"),
  OPTION_NOT_SUPPORTED(132, "service option not supported"),
  OPTION_NOT_SUBSCRIBED(133, "requested service option not subscribed"),
  UNSPECIFIED_GPRS(148, "unspecified GPRS error"),
  PDP_AUTHENTICATION_FAILURE(149, "PDP authentication failure"),
  /// Quectel's own: a QMTPUBEX payload of more than 64 KiB. Its text is not published.
  PAYLOAD_TOO_LONG(601, "payload too long");

  private final int number;
  private final String text;

  CmeError(int number, String text) {
    this.number = number;
    this.text = text;
  }

  public int number() {
    return number;
  }

  public String text() {
    return text;
  }
}
