package io.openaep.platform.northbound.module;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How AEP numbers what the platform names (AEP northbound, 4.1).
final class AepNumbers {
  /// `dataEncryption`.
  static final int DTLS = 4;

  static final int PLAIN = 5;

  /// `tupIsThrough`.
  static final int TRANSPARENT = 0;

  /// `payloadFormat`.
  static final int JSON = 1;

  static final int COMPACT_BINARY = 2;

  /// `encryptionType`.
  static final int ONE_DEVICE_ONE_SECRET = 0;

  static final int ONE_TYPE_ONE_SECRET = 1;

  private AepNumbers() {}

  static int protocol(Protocol protocol) {
    return switch (protocol) {
      case MQTT -> 2;
      case LWM2M -> 3;
      case TCP -> 7;
    };
  }

  static Optional<Protocol> protocol(int number) {
    return switch (number) {
      case 2 -> Optional.of(Protocol.MQTT);
      case 3 -> Optional.of(Protocol.LWM2M);
      case 7 -> Optional.of(Protocol.TCP);
      default -> Optional.empty();
    };
  }

  /// The one way of signing in that is served for a protocol: 特征串, on LwM2M the IMEI.
  static int authType(Protocol protocol) {
    return switch (protocol) {
      case MQTT, TCP -> 1;
      case LWM2M -> 4;
    };
  }

  static int endpointFormat(EndpointFormat format) {
    return switch (format) {
      case IMEI -> 1;
      case URN_IMEI -> 2;
      case URN_IMEI_IMSI -> 3;
    };
  }

  static Optional<EndpointFormat> endpointFormat(int number) {
    return switch (number) {
      case 1 -> Optional.of(EndpointFormat.IMEI);
      case 2 -> Optional.of(EndpointFormat.URN_IMEI);
      case 3 -> Optional.of(EndpointFormat.URN_IMEI_IMSI);
      default -> Optional.empty();
    };
  }

  static int powerModel(PowerMode power) {
    return switch (power) {
      case PowerMode.Psm _ -> 1;
      case PowerMode.Drx _ -> 2;
      case PowerMode.Edrx _ -> 3;
    };
  }

  /// Seconds with the two decimals of the cycle lengths, such as 20.48.
  static @Nullable BigDecimal edrxTime(PowerMode power) {
    return power instanceof PowerMode.Edrx(Duration window)
        ? BigDecimal.valueOf(window.toMillis(), 3).setScale(2, java.math.RoundingMode.HALF_UP)
        : null;
  }

  /// Milliseconds since 1970, or null.
  static @Nullable Long ms(Optional<Instant> time) {
    return time.map(Instant::toEpochMilli).orElse(null);
  }

  /// Null where nobody is named.
  static @Nullable String name(String name) {
    return name.isBlank() ? null : name;
  }
}
