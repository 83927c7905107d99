package io.openaep.devices.module.lwm2m;

/// Where the registration stands.
enum RegistrationState {
  NOT_REGISTERED(0),
  REGISTERING(1),
  REGISTERED(2),
  DEREGISTERING(3);

  private final int number;

  RegistrationState(int number) {
    this.number = number;
  }

  /// `<state>` of `QLWSTATUS`.
  int number() {
    return number;
  }
}
