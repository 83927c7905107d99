package io.openaep.platform.access;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// A session whose device has objects that can be asked for: LwM2M. Its methods may be called from
/// any thread.
public interface ObjectSession extends DeviceSession {
  /// Does one operation; never fails exceptionally. As with {@link #send}, the caller keeps at most
  /// one in flight per device, commands included, and an uplink that came earlier is answered
  /// first.
  CompletionStage<ObjectOutcome> operate(ObjectRequest request);

  /// The registration as it was stored last.
  Registration registration();

  /// The paths that the platform observes on the device.
  List<String> observedPaths();

  /// The session of a device if it has objects.
  static Optional<ObjectSession> of(Sessions sessions, long deviceNumber) {
    return sessions.of(deviceNumber).map(it -> it instanceof ObjectSession found ? found : null);
  }
}
