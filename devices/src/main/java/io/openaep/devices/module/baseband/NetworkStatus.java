package io.openaep.devices.module.baseband;

/// `<stat>` of `+CREG`, `+CGREG` and `+CEREG` (3GPP TS 27.007, 10.1.22), as far as the virtual
/// network uses it.
public enum NetworkStatus {
  NOT_REGISTERED(0),
  HOME(1),
  SEARCHING(2);

  private final int number;

  NetworkStatus(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
