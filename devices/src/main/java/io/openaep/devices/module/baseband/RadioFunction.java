package io.openaep.devices.module.baseband;

import java.util.Optional;

/// `<fun>` of `AT+CFUN`.
public enum RadioFunction {
  /// Radio and SIM off.
  MINIMUM(0),
  FULL(1),
  /// Radio off, SIM on.
  AIRPLANE(4);

  private final int number;

  RadioFunction(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static Optional<RadioFunction> of(int number) {
    for (RadioFunction function : values()) {
      if (function.number == number) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }
}
