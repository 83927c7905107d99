package io.openaep.platform.registry;

import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.Protocol;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// What a product's options must be like. Each breach is a {@link Refused} that says what to
/// change; the names are those of the REST API.
final class OptionRules {
  /// The longest T3324 (3GPP TS 24.008, 10.5.7.4: 31 steps of 6 minutes).
  private static final Duration ACTIVE_WINDOW_MOST = Duration.ofMinutes(186);

  private static final Duration RESPONSE_LEAST = Duration.ofSeconds(1);
  private static final Duration RESPONSE_MOST = Duration.ofDays(1);

  /// RFC 7252, 4.8.1: less than a second needs a network that is known to be fast.
  private static final Duration ACK_LEAST = Duration.ofMillis(500);

  private static final Duration ACK_MOST = Duration.ofMinutes(2);
  private static final int PATHS = 16;

  /// `/object`, `/object/instance` or `/object/instance/resource`, each up to 65534.
  private static final Pattern PATH = Pattern.compile("(/(0|[1-9][0-9]{0,4})){1,3}");

  private static final int LAST_ID = 65_534;

  private OptionRules() {}

  static void check(Product product, ProductOptions options) {
    boolean lwm2m = product.protocol() == Protocol.LWM2M;
    Duration window = options.activeWindow();
    Rules.require(
        !window.isNegative() && window.compareTo(ACTIVE_WINDOW_MOST) <= 0,
        "activeWindow must be from 0 to 186 minutes, the longest T3324");
    Rules.require(
        window.isZero() || product.power() instanceof PowerMode.Psm,
        "activeWindow is for LwM2M products with powerModel PSM; others are reached at once");
    Rules.require(
        within(options.responseTimeout(), RESPONSE_LEAST, RESPONSE_MOST),
        "responseTimeout must be from 1 second to 1 day");
    Rules.require(lwm2m || options.ackTimeout().isEmpty(), "ackTimeout is for LwM2M; leave it out");
    Rules.require(
        options.ackTimeout().stream().allMatch(it -> within(it, ACK_LEAST, ACK_MOST)),
        "ackTimeout must be from 0.5 to 120 seconds");
    checkPaths(lwm2m, options.readAfterRegistration());
  }

  private static void checkPaths(boolean lwm2m, List<String> paths) {
    Rules.require(
        lwm2m || paths.isEmpty(), "readAfterRegistration is for LwM2M; leave it out or empty");
    Rules.require(
        paths.size() <= PATHS, "readAfterRegistration names more than " + PATHS + " paths");
    Rules.require(
        new HashSet<>(paths).size() == paths.size(), "readAfterRegistration names a path twice");
    for (String path : paths) {
      Rules.require(
          isPath(path),
          "readAfterRegistration: a path is /object, /object/instance or"
              + " /object/instance/resource, such as /3/0");
      Rules.require(
          !path.equals("/0") && !path.startsWith("/0/"),
          "readAfterRegistration: object 0 (Security) cannot be read by a server");
    }
  }

  private static boolean isPath(String path) {
    if (!PATH.matcher(path).matches()) {
      return false;
    }
    for (String id : path.substring(1).split("/", -1)) {
      if (Integer.parseInt(id) > LAST_ID) {
        return false;
      }
    }
    return true;
  }

  private static boolean within(Duration value, Duration least, Duration most) {
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
  }
}
