package io.openaep.devices.module.socket;

/// How received data gets to the host.
enum AccessMode {
  /// Told once, read by `QIRD`.
  BUFFER(0),
  /// Printed as it comes.
  PUSH(1),
  /// The port passes bytes through.
  TRANSPARENT(2);

  private final int number;

  AccessMode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static AccessMode of(int number) {
    return switch (number) {
      case 1 -> PUSH;
      case 2 -> TRANSPARENT;
      default -> BUFFER;
    };
  }
}
