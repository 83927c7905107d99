package io.openaep.wire.model;

import java.util.Optional;

/// How serious an event is (AEP northbound, 4.4, eventType).
public enum EventLevel {
  /// 信息.
  INFO(1),
  /// 警告.
  WARNING(2),
  /// 故障.
  FAULT(3);

  private final int number;

  EventLevel(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static Optional<EventLevel> ofNumber(int number) {
    return number >= 1 && number <= values().length
        ? Optional.of(values()[number - 1])
        : Optional.empty();
  }
}
