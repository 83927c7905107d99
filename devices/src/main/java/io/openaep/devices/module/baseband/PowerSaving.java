package io.openaep.devices.module.baseband;

import java.time.Duration;
import java.util.Optional;

/// When the module may stop listening: the course of PSM (3GPP TS 23.682, 4.5.4) from the release
/// of the radio connection over T3324 to sleep, and T3412 back out of it. On the loop.
///
/// PSM stays asked for until the host takes it back: after each exchange the module sleeps again.
final class PowerSaving {
  /// What the module does as its sleep changes.
  interface Course {
    /// Whether nothing keeps the module awake: registered, no connection, nothing pending.
    boolean mayRest();

    void entered();

    void left();

    /// T3412 is over: the module, awake again, must tell the network that it is there.
    void trackingAreaUpdate();
  }

  private final ModuleLoop loop;
  private final Course course;

  private Optional<PsmRequest> request = Optional.empty();
  private boolean sleeping;
  private boolean resting;
  private ModuleLoop.Task timer = () -> {};

  PowerSaving(ModuleLoop loop, Course course) {
    this.loop = loop;
    this.course = course;
  }

  boolean sleeping() {
    return sleeping;
  }

  /// Asks for PSM, or takes it back.
  void request(Optional<PsmRequest> request) {
    this.request = request;
    if (request.isEmpty()) {
      leave();
    }
    resting = false;
    update();
  }

  /// Something changed that decides whether the module may rest.
  void update() {
    if (sleeping) {
      return;
    }
    Optional<Duration> active = request.flatMap(asked -> asked.timers().activeTime());
    boolean rest = active.isPresent() && course.mayRest();
    if (rest == resting) {
      return;
    }
    resting = rest;
    timer.cancel();
    if (rest) {
      Duration delay = request.map(PsmRequest::delay).orElse(Duration.ZERO);
      timer = loop.after(active.orElse(Duration.ZERO).plus(delay), this::enter);
    }
  }

  private void enter() {
    resting = false;
    sleeping = true;
    Optional<Duration> period = request.flatMap(asked -> asked.timers().trackingAreaPeriod());
    timer = period.map(after -> loop.after(after, this::updateDue)).orElse(() -> {});
    course.entered();
  }

  private void updateDue() {
    leave();
    course.trackingAreaUpdate();
  }

  /// The module has something to send.
  void leave() {
    if (sleeping) {
      timer.cancel();
      sleeping = false;
      course.left();
    }
  }

  void stop() {
    timer.cancel();
  }
}
