package io.openaep.devices.fleet;

import io.openaep.devices.cloud.Cloud;
import io.openaep.devices.cloud.Cloud.CloudProduct;
import io.openaep.devices.cloud.CloudClient;
import io.openaep.devices.cloud.CloudException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A platform of ours: devices are made and reports read back through its northbound API.
final class PlatformTarget implements FleetTarget {
  private final URI platform;
  private final CloudClient client;
  private final Cloud cloud;
  private final InstantSource clock;
  private final OptionalLong process;
  private final SecureRandom random = new SecureRandom();
  private Optional<CloudProduct> product = Optional.empty();
  private int payloadBytes;

  PlatformTarget(URI platform, CloudClient client, InstantSource clock, OptionalLong process) {
    this.platform = platform;
    this.client = client;
    this.cloud = new Cloud(client);
    this.clock = clock;
    this.process = process;
  }

  @Override
  public InetSocketAddress door(FleetProtocol protocol) throws CloudException {
    int port = client.info().path("ports").path(protocol.word()).asInt(0);
    if (port == 0) {
      throw new CloudException(
          "the platform at " + platform + " has no door for " + protocol.word());
    }
    String host = platform.getHost();
    return new InetSocketAddress(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
  }

  @Override
  public List<Enrolled> enrol(FleetPlan plan) throws CloudException, InterruptedException {
    String run = Long.toString(clock.millis(), 36) + Integer.toString(random.nextInt(36 * 36), 36);
    Enrollment enrollment = new Enrollment(cloud, plan, run);
    CloudProduct made = enrollment.product();
    product = Optional.of(made);
    payloadBytes = plan.payloadBytes();
    return enrollment.devices(made);
  }

  @Override
  public Optional<PlatformFigures> figures() throws InterruptedException {
    return process.isPresent()
        ? PlatformFigures.ofProcess(process.getAsLong())
        : PlatformFigures.of(platform);
  }

  @Override
  public Optional<Verification.Result> verify(List<Reporter> reporters, Duration patience)
      throws CloudException, InterruptedException {
    Verification verification = new Verification(cloud, product.orElseThrow(), payloadBytes);
    return Optional.of(AtRest.of(() -> verification.of(reporters), patience));
  }
}
