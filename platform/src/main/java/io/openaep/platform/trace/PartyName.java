package io.openaep.platform.trace;

import java.util.Locale;
import java.util.regex.Pattern;

/// What a peer calls itself, made one name for the ways in which a device can say it: an LwM2M
/// device is its IMEI, whether it came as PSK identity or in one of the endpoint's forms (AEP
/// device protocols, 1.1). Bounded, without control characters.
final class PartyName {
  private static final int LIMIT_CHARS = 96;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final String IMEI = "urn:imei:";
  private static final String IMEI_IMSI = "urn:imei-imsi:";

  private PartyName() {}

  static String of(String claimed) {
    String cut = claimed.length() > LIMIT_CHARS ? claimed.substring(0, LIMIT_CHARS) : claimed;
    String name = CONTROL.matcher(cut).replaceAll("?").toLowerCase(Locale.ROOT);
    if (name.startsWith(IMEI)) {
      return name.substring(IMEI.length());
    }
    if (name.startsWith(IMEI_IMSI)) {
      int dash = name.indexOf('-', IMEI_IMSI.length());
      return name.substring(IMEI_IMSI.length(), dash < 0 ? name.length() : dash);
    }
    return name;
  }
}
