package io.openaep.devices.module.baseband;

import java.time.Duration;

/// Whether the network has the module: the `<stat>` of `+CEREG` and the reasons for it. On the
/// loop.
final class Registration {
  private final ModuleLoop loop;
  private final Duration registering;
  private final Runnable changed;

  private boolean wanted;
  private boolean coverage;
  private boolean looking;
  private NetworkStatus state = NetworkStatus.NOT_REGISTERED;
  private ModuleLoop.Task timer = () -> {};

  Registration(ModuleLoop loop, Duration registering, boolean coverage, Runnable changed) {
    this.loop = loop;
    this.registering = registering;
    this.coverage = coverage;
    this.changed = changed;
  }

  NetworkStatus state() {
    return state;
  }

  /// Whether the module tries to be registered: radio on, SIM usable, not deregistered by the host.
  void wanted(boolean wanted) {
    this.wanted = wanted;
    update();
  }

  boolean wanted() {
    return wanted;
  }

  void coverage(boolean coverage) {
    this.coverage = coverage;
    update();
  }

  private void update() {
    if (wanted && coverage) {
      if (state != NetworkStatus.HOME && !looking) {
        looking = true;
        timer = loop.after(registering, this::found);
      }
      become(state == NetworkStatus.HOME ? NetworkStatus.HOME : NetworkStatus.SEARCHING);
      return;
    }
    looking = false;
    timer.cancel();
    become(wanted ? NetworkStatus.SEARCHING : NetworkStatus.NOT_REGISTERED);
  }

  private void found() {
    looking = false;
    become(NetworkStatus.HOME);
  }

  private void become(NetworkStatus next) {
    if (state != next) {
      state = next;
      changed.run();
    }
  }

  void stop() {
    timer.cancel();
  }
}
