package io.openaep.devices.fleet;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.openaep.devices.cloud.CloudException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.HdrHistogram.Histogram;

/// One run of a fleet: enrol, connect, warm up, load, drain, verify. Blocking; makes its own event
/// loops and ends them.
public final class Fleet {
  private static final int CONNECTING_AT_A_TIME = 128;
  private static final Duration CONNECT_AT_LEAST = Duration.ofSeconds(60);
  private static final Duration CONNECT_PER_DEVICE = Duration.ofMillis(10);
  private static final Duration DRAIN_WITHIN = Duration.ofSeconds(100); // the last retransmission
  private static final Duration FOLD_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final FleetTarget target;
  private final FleetPlan plan;
  private final InstantSource clock;
  private final Duration foldWithin;
  private final Consumer<String> progress;
  private final Ledger ledger = new Ledger();
  private final RandomGenerator random;

  /// @param progress told what happens, a line at a time
  public Fleet(FleetTarget target, FleetPlan plan, InstantSource clock, Consumer<String> progress) {
    this(target, plan, clock, FOLD_WITHIN, progress);
  }

  /// @param foldWithin what is missing in the history after it is lost
  Fleet(
      FleetTarget target,
      FleetPlan plan,
      InstantSource clock,
      Duration foldWithin,
      Consumer<String> progress) {
    this.target = target;
    this.plan = plan;
    this.clock = clock;
    this.foldWithin = foldWithin;
    this.progress = progress;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed());
  }

  /// @throws CloudException if the platform does not answer or refuses a call
  /// @throws InterruptedException if the thread is to end; every connection is closed
  public FleetResult run() throws CloudException, InterruptedException {
    InetSocketAddress door = target.door(plan.protocol());
    progress.accept("enrolling " + plan.devices() + " devices");
    List<Enrolled> identities = target.enrol(plan);
    int loopCount = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    try (FleetLoops loops = new FleetLoops(loopCount, clock)) {
      List<Reporter> reporters = reporters(loops, identities, door);
      Map<FleetLane, List<Reporter>> byLane =
          reporters.stream().collect(Collectors.groupingBy(Reporter::lane));
      Connected connected = connect(byLane);
      progress.accept("connected " + connected.devices() + " of " + plan.devices());
      Window window = load(byLane);
      drain(byLane);
      closeAll(byLane);
      progress.accept("verifying " + ledger.acknowledged.sum() + " acknowledged reports");
      return verified(connected, window, reporters);
    }
  }

  private List<Reporter> reporters(
      FleetLoops loops, List<Enrolled> identities, InetSocketAddress door) {
    Optional<SslContext> tls =
        plan.protocol() == FleetProtocol.MQTTS ? Optional.of(anyCertificate()) : Optional.empty();
    // without sleep a device never makes room for another: all of them are awake
    int awakeAtATime = plan.sleeps() ? plan.awake() : Integer.MAX_VALUE;
    List<Awake> awake =
        loops.lanes().stream()
            .map(_ -> new Awake(Math.max(1, awakeAtATime / loops.lanes().size())))
            .toList();
    List<Reporter> reporters = new ArrayList<>();
    for (int i = 0; i < identities.size(); i++) {
      FleetLane lane = loops.lanes().get(i % loops.lanes().size());
      Enrolled identity = identities.get(i);
      RandomGenerator own = RandomGeneratorFactory.of("L64X128MixRandom").create(random.nextLong());
      Reporter reporter = new Reporter(lane, plan, ledger, own, identity);
      reporter.drives(
          switch (plan.protocol()) {
            case LWM2M, LWM2MS ->
                new Lwm2mDevice(
                    lane, plan, identity, door, own, awake.get(i % awake.size()), reporter);
            case MQTT, MQTTS -> new MqttDevice(lane, plan, identity, door, tls, reporter);
            case TCP -> new TcpDevice(lane, identity, door, reporter);
          });
      reporters.add(reporter);
    }
    return reporters;
  }

  /// The platform's certificate is mostly its own; what is measured here does not depend on it.
  private static SslContext anyCertificate() {
    try {
      return SslContextBuilder.forClient()
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /// How it went to connect.
  private record Connected(
      long devices, double perSecond, OptionalDouble cpuMicros, Map<String, Double> cpuByThread) {}

  private Connected connect(Map<FleetLane, List<Reporter>> byLane) throws InterruptedException {
    progress.accept("connecting");
    Optional<PlatformFigures> before = target.figures();
    long start = System.nanoTime();
    byLane.forEach((lane, reporters) ->
        lane.run(new Connecting(reporters, Math.max(1, CONNECTING_AT_A_TIME / byLane.size()))::go));
    waitFor(
        CONNECT_AT_LEAST.plus(CONNECT_PER_DEVICE.multipliedBy(plan.devices())),
        () -> ledger.connected.sum() == plan.devices());
    double seconds = (System.nanoTime() - start) / 1e9;
    long connected = ledger.connected.sum();
    Optional<PlatformFigures> after = target.figures();
    return new Connected(
        connected,
        connected / seconds,
        PlatformFigures.microsEach(before, after, connected),
        PlatformFigures.microsByThread(before, after, connected));
  }

  /// What the load window saw.
  private record Window(
      long reports,
      double seconds,
      Histogram latencies,
      Optional<PlatformFigures> before,
      Optional<PlatformFigures> after) {}

  private Window load(Map<FleetLane, List<Reporter>> byLane) throws InterruptedException {
    List<Future<?>> pacers = new ArrayList<>();
    if (plan.rate().isPresent()) {
      double each = plan.rate().getAsDouble() / byLane.size();
      byLane.forEach((lane, reporters) -> pacers.add(Pacer.start(lane, reporters, each)));
    } else {
      byLane.forEach((lane, reporters) -> lane.run(() -> reporters.forEach(Reporter::push)));
    }
    TimeUnit.NANOSECONDS.sleep(plan.warmUp().toNanos());
    progress.accept("measuring for " + plan.duration().toSeconds() + " s");
    Optional<PlatformFigures> before = target.figures();
    long start = System.nanoTime();
    long already = reports();
    ledger.measure(true);
    TimeUnit.NANOSECONDS.sleep(plan.duration().toNanos());
    ledger.measure(false);
    long reports = reports() - already;
    double seconds = (System.nanoTime() - start) / 1e9;
    Optional<PlatformFigures> after = target.figures();
    pacers.forEach(pacer -> pacer.cancel(false));
    return new Window(reports, seconds, ledger.latencies(), before, after);
  }

  private long reports() {
    return plan.acknowledgement() == Acknowledgement.NONE
        ? ledger.sent.sum()
        : ledger.acknowledged.sum();
  }

  private void drain(Map<FleetLane, List<Reporter>> byLane) throws InterruptedException {
    onEveryLane(byLane, Reporter::rest);
    waitFor(
        DRAIN_WITHIN,
        () ->
            ledger.sent.sum() == ledger.acknowledged.sum() + ledger.unanswered.sum()
                || plan.acknowledgement() == Acknowledgement.NONE);
  }

  private static void closeAll(Map<FleetLane, List<Reporter>> byLane) throws InterruptedException {
    onEveryLane(byLane, Reporter::close);
  }

  private static void onEveryLane(Map<FleetLane, List<Reporter>> byLane, Consumer<Reporter> step)
      throws InterruptedException {
    List<CompletableFuture<Void>> done =
        byLane.entrySet().stream()
            .map(it ->
                CompletableFuture.runAsync(() -> it.getValue().forEach(step), it.getKey().loop()))
            .toList();
    for (CompletableFuture<Void> lane : done) {
      lane.join();
    }
  }

  /// A platform that cannot be asked any more takes nothing from what the devices saw.
  private FleetResult verified(Connected connected, Window window, List<Reporter> reporters)
      throws InterruptedException {
    try {
      return result(connected, window, target.verify(reporters, foldWithin), Optional.empty());
    } catch (CloudException e) {
      return result(
          connected, window, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private FleetResult result(
      Connected connected,
      Window window,
      Optional<Verification.Result> verified,
      Optional<String> unverified) {
    Verification.Result found = verified.orElse(Verification.Result.NONE);
    OptionalDouble resident =
        window
            .after()
            .map(it -> OptionalDouble.of(it.residentBytes() / (1024 * 1024)))
            .orElse(OptionalDouble.empty());
    Histogram latencies = window.latencies();
    return new FleetResult(
        plan.devices(),
        connected.devices(),
        connected.perSecond(),
        connected.cpuMicros(),
        connected.cpuByThread(),
        ledger.sent.sum(),
        ledger.acknowledged.sum(),
        verified.isPresent(),
        found.stored(),
        found.lost(),
        found.duplicates(),
        found.altered(),
        ledger.unanswered.sum(),
        window.reports() / window.seconds(),
        latencies.getValueAtPercentile(50) / 1000.0,
        latencies.getValueAtPercentile(99) / 1000.0,
        latencies.getMaxValue() / 1000.0,
        PlatformFigures.microsEach(window.before(), window.after(), window.reports()),
        PlatformFigures.microsByThread(window.before(), window.after(), window.reports()),
        resident,
        unverified,
        ledger.usualReason());
  }

  private static void waitFor(Duration atMost, BooleanSupplier done) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!done.getAsBoolean() && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
  }
}
