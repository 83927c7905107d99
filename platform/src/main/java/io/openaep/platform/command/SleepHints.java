package io.openaep.platform.command;

import io.openaep.platform.access.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a device's registration lets guess of its sleep, in words for people. The product's power
/// mode decides; this only shows where the two do not fit. Pure.
final class SleepHints {
  /// Access point names of China Telecom's NB-IoT say how the network lets a device sleep, such as
  /// `psm0.eDRX0.ctnb`: 0 is off, a letter a timer. Seen in the field; no document was found.
  private static final Pattern SLEEPING_APN =
      Pattern.compile("psm([0-9a-z])\\.edrx([0-9a-z])\\..+");

  private SleepHints() {}

  /// Empty, or begins with `; `.
  static String of(Registration registration) {
    List<String> hints = new ArrayList<>();
    if (registration.binding().contains("Q")) {
      hints.add("it registered in queue mode (b=" + registration.binding() + ")");
    }
    registration
        .apn()
        .ifPresent(apn -> {
          Matcher matcher = SLEEPING_APN.matcher(apn.toLowerCase(Locale.ROOT));
          if (matcher.matches()) {
            hints.add(
                "its access point %s has PSM %s and eDRX %s"
                    .formatted(apn, onOff(matcher.group(1)), onOff(matcher.group(2))));
          }
        });
    return hints.isEmpty() ? "" : "; " + String.join("; ", hints);
  }

  private static String onOff(String digit) {
    return digit.equals("0") ? "off" : "on";
  }
}
