package io.openaep.platform.access.lwm2m;

import io.openaep.wire.DecodeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The query of a registration or its update (LwM2M 1.0, 5.3.1 and 5.3.2). Pure.
///
/// @param endpoint `ep`
/// @param lifetime `lt`, whole seconds
/// @param binding `b` as sent (`U`, `UQ`)
/// @param version `lwm2m` as sent (`1.0`)
/// @param apn `apn`, which modules of China Telecom add: the access point they came through
record RegistrationQuery(
    Optional<String> endpoint,
    Optional<Duration> lifetime,
    Optional<String> binding,
    Optional<String> version,
    Optional<String> apn) {
  private static final int PARAMETER_LIMIT = 16;
  private static final int ENDPOINT_LIMIT_CHARS = 128;
  private static final long LIFETIME_LIMIT_SECONDS = 0xffff_ffffL;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");
  private static final Pattern BINDING = Pattern.compile("[UTSNMHQ]{1,8}");
  private static final Pattern APN = Pattern.compile("[A-Za-z0-9.-]{1,100}");
  private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}\\.[0-9]{1,3}(\\.[0-9]{1,3})?");

  /// Our requests are in both versions alike; modules write `1.0`, some `1.0.3` or `1.1`.
  private static final Pattern SUPPORTED = Pattern.compile("1\\.[01](\\.[0-9]{1,3})?");

  /// @param parameters the Uri-Query options, each `name=value` or a bare name; those that LwM2M
  ///   1.0 does not define are ignored
  static RegistrationQuery parse(List<String> parameters) throws DecodeException {
    if (parameters.size() > PARAMETER_LIMIT) {
      throw new DecodeException("more than " + PARAMETER_LIMIT + " query parameters");
    }
    Map<String, String> values = new HashMap<>();
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      if (values.put(name, value) != null) {
        throw new DecodeException("a query parameter is given twice");
      }
    }
    return new RegistrationQuery(
        endpoint(values), lifetime(values), binding(values), version(values), apn(values));
  }

  private static Optional<String> endpoint(Map<String, String> values) throws DecodeException {
    String endpoint = values.get("ep");
    if (endpoint == null) {
      return Optional.empty();
    }
    boolean printable = endpoint.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (endpoint.isEmpty() || endpoint.length() > ENDPOINT_LIMIT_CHARS || !printable) {
      throw new DecodeException(
          "ep must be 1 to " + ENDPOINT_LIMIT_CHARS + " printable characters");
    }
    return Optional.of(endpoint);
  }

  private static Optional<Duration> lifetime(Map<String, String> values) throws DecodeException {
    String lifetime = values.get("lt");
    if (lifetime == null) {
      return Optional.empty();
    }
    long seconds = DIGITS.matcher(lifetime).matches() ? Long.parseLong(lifetime) : 0;
    if (seconds < 1 || seconds > LIFETIME_LIMIT_SECONDS) {
      throw new DecodeException("lt must be whole seconds, 1 to " + LIFETIME_LIMIT_SECONDS);
    }
    return Optional.of(Duration.ofSeconds(seconds));
  }

  private static Optional<String> binding(Map<String, String> values) throws DecodeException {
    String binding = values.get("b");
    if (binding != null && !BINDING.matcher(binding).matches()) {
      throw new DecodeException("b must be a binding such as U or UQ");
    }
    return Optional.ofNullable(binding);
  }

  private static Optional<String> version(Map<String, String> values) throws DecodeException {
    String version = values.get("lwm2m");
    if (version != null && !VERSION.matcher(version).matches()) {
      throw new DecodeException("lwm2m must be a version such as 1.0");
    }
    return Optional.ofNullable(version);
  }

  /// No harm in an odd one: it is a hint, so one that is no access point name (3GPP TS 23.003, 9.1)
  /// is passed over.
  private static Optional<String> apn(Map<String, String> values) {
    return Optional.ofNullable(values.get("apn")).filter(it -> APN.matcher(it).matches());
  }

  /// A device that names no version speaks 1.0.
  boolean versionSupported() {
    return version.isEmpty() || SUPPORTED.matcher(version.get()).matches();
  }
}
