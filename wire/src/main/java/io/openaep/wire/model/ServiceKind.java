package io.openaep.wire.model;

import java.util.Optional;

/// What a service is for (AEP northbound, 4.8, serviceType; device protocols, 1.7 and 2.4). AEP
/// also numbers data fetch (3), parameter query (4) and parameter setting (5), for which no
/// protocol has a message.
public enum ServiceKind {
  /// 数据上报.
  DATA_REPORT(1, "DataReport", 1),
  /// 事件上报.
  EVENT_REPORT(2, "EventReport", 1_001),
  /// 指令下发.
  COMMAND(6, "Command", 8_001),
  /// 指令下发响应.
  COMMAND_RESPONSE(7, "CommandResponse", 9_001);

  private final int number;
  private final String word;
  private final int firstId;

  ServiceKind(int number, String word, int firstId) {
    this.number = number;
    this.word = word;
    this.firstId = firstId;
  }

  /// AEP's serviceType.
  public int number() {
    return number;
  }

  /// The word in `service_info.json`.
  public String word() {
    return word;
  }

  /// Services of a kind are numbered from here (device protocols, 1.7).
  public int firstId() {
    return firstId;
  }

  public static Optional<ServiceKind> ofNumber(int number) {
    for (ServiceKind kind : values()) {
      if (kind.number == number) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  public static Optional<ServiceKind> ofWord(String word) {
    for (ServiceKind kind : values()) {
      if (kind.word.equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
