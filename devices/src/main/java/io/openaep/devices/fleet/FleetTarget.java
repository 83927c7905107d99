package io.openaep.devices.fleet;

import io.openaep.devices.cloud.CloudClient;
import io.openaep.devices.cloud.CloudException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a fleet is let loose on. Blocking.
public sealed interface FleetTarget permits PlatformTarget, ForeignTarget {
  /// A platform of ours, which knows the devices and is asked afterwards what it has stored.
  ///
  /// @param client for the same platform, with an application's credentials
  /// @param process its process on this machine, whose threads are then told apart
  static FleetTarget platform(
      URI platform, CloudClient client, InstantSource clock, OptionalLong process) {
    return new PlatformTarget(platform, client, clock, process);
  }

  /// Any server that takes what the devices send, for comparison: nothing is made there before and
  /// nothing asked afterwards.
  ///
  /// @param process on this machine, for its CPU time
  static FleetTarget foreign(InetSocketAddress door, OptionalLong process) {
    return new ForeignTarget(door, process);
  }

  /// Where the devices connect to.
  ///
  /// @throws CloudException if there is no such door
  InetSocketAddress door(FleetProtocol protocol) throws CloudException;

  /// The devices that may connect, made if need be.
  List<Enrolled> enrol(FleetPlan plan) throws CloudException, InterruptedException;

  /// CPU time and memory of the server; empty if nobody tells.
  Optional<PlatformFigures> figures() throws InterruptedException;

  /// What has become of the reports; empty where nobody can be asked.
  ///
  /// @param patience what is missing is lost if nothing more has come for so long
  Optional<Verification.Result> verify(List<Reporter> reporters, Duration patience)
      throws CloudException, InterruptedException;
}
