package io.openaep.conformance;

import java.util.List;

/// An LwM2M client that no one here wrote, as a meter: what it reports is the value of `/19/0/0`,
/// what it is told arrives at `/19/1/0`.
interface ForeignMeter extends AutoCloseable {
  /// Begins to register, by itself and again if need be.
  void start();

  /// Whether the platform observes `/19/0/0` on it.
  boolean observed();

  /// Changes the value: whoever observes it is notified.
  void report(String value);

  /// Asks for a registration update.
  void update();

  /// Bootstraps that succeeded.
  int bootstraps();

  /// Registrations that succeeded.
  int registrations();

  /// Updates that succeeded.
  int updates();

  /// What was written to `/19/1/0`.
  List<String> written();

  /// Deregisters and stops.
  void leave();

  @Override
  void close();
}
