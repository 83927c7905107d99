package io.openaep.devices.fleet;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// A server that knows nothing of us and takes every device.
///
/// @param door its one door, whatever is spoken there
record ForeignTarget(InetSocketAddress door, OptionalLong process) implements FleetTarget {
  private static final String SECRET = "0123456789abcdef";

  @Override
  public InetSocketAddress door(FleetProtocol protocol) {
    return door;
  }

  @Override
  public List<Enrolled> enrol(FleetPlan plan) {
    return IntStream.range(0, plan.devices())
        .mapToObj(i -> "86%013d".formatted(i))
        .map(number -> new Enrolled(number, number, SECRET))
        .toList();
  }

  @Override
  public Optional<PlatformFigures> figures() {
    return process.isPresent() ? PlatformFigures.ofProcess(process.getAsLong()) : Optional.empty();
  }

  @Override
  public Optional<Verification.Result> verify(List<Reporter> reporters, Duration patience) {
    return Optional.empty();
  }
}
