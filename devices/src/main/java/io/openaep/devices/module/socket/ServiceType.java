package io.openaep.devices.module.socket;

import java.util.Locale;
import java.util.Optional;

/// `<service_type>` of `QIOPEN` and `QISTATE`.
enum ServiceType {
  TCP("TCP"),
  UDP("UDP"),
  LISTENER("TCP LISTENER"),
  /// A connection that a listener let in; cannot be asked for.
  INCOMING("TCP INCOMING"),
  SERVICE("UDP SERVICE");

  private final String text;

  ServiceType(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static Optional<ServiceType> asked(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "TCP" -> Optional.of(TCP);
      case "UDP" -> Optional.of(UDP);
      case "TCP LISTENER" -> Optional.of(LISTENER);
      case "UDP SERVICE" -> Optional.of(SERVICE);
      default -> Optional.empty();
    };
  }
}
