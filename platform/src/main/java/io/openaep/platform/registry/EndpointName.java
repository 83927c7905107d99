package io.openaep.platform.registry;

import io.openaep.platform.access.EndpointFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An LwM2M endpoint name taken apart (AEP device protocols, 1.1). The `urn:` prefix compares
/// case-insensitively.
///
/// @param imsi present with {@link EndpointFormat#URN_IMEI_IMSI}
record EndpointName(EndpointFormat format, String imei, Optional<String> imsi) {
  private static final Pattern IMEI = Pattern.compile("([0-9]{8,17})");
  private static final Pattern URN_IMEI =
      Pattern.compile("urn:imei:([0-9]{8,17})", Pattern.CASE_INSENSITIVE);
  private static final Pattern URN_IMEI_IMSI =
      Pattern.compile("urn:imei-imsi:([0-9]{8,17})-([0-9]{1,15})", Pattern.CASE_INSENSITIVE);

  /// Empty if it has none of the three forms.
  static Optional<EndpointName> parse(String endpoint) {
    Matcher plain = IMEI.matcher(endpoint);
    if (plain.matches()) {
      return Optional.of(new EndpointName(EndpointFormat.IMEI, plain.group(1), Optional.empty()));
    }
    Matcher urn = URN_IMEI.matcher(endpoint);
    if (urn.matches()) {
      return Optional.of(new EndpointName(EndpointFormat.URN_IMEI, urn.group(1), Optional.empty()));
    }
    Matcher both = URN_IMEI_IMSI.matcher(endpoint);
    if (both.matches()) {
      return Optional.of(
          new EndpointName(
              EndpointFormat.URN_IMEI_IMSI, both.group(1), Optional.of(both.group(2))));
    }
    return Optional.empty();
  }

  /// How a device of this IMEI is called in a format, for people.
  static String example(EndpointFormat format, String imei) {
    return switch (format) {
      case IMEI -> imei;
      case URN_IMEI -> "urn:imei:" + imei;
      case URN_IMEI_IMSI -> "urn:imei-imsi:" + imei + "-<IMSI>";
    };
  }
}
