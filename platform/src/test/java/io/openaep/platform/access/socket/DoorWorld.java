package io.openaep.platform.access.socket;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.Sessions;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;

/// Everything around a stream door that a test wants to hold in its hand, and the door itself on
/// real sockets of the loopback.
public final class DoorWorld implements AutoCloseable {
  public static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
  public static final InetAddress IPV6 = InetAddress.ofLiteral("::1");

  public final FakeClock clock = new FakeClock();
  public final FakeUplinks uplinks = new FakeUplinks();
  public final FakeAuthenticator devices = new FakeAuthenticator();
  public final Sessions sessions = new Sessions();
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final FakeTap trace = new FakeTap();

  private final EventLoops loops = new EventLoops(2);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Listener listener;

  /// How a protocol opens its door.
  @FunctionalInterface
  public interface Opening {
    Listener open(EventLoops loops, Ports ports) throws IOException;
  }

  public DoorWorld(Opening opening) {
    this(opening, 1_000_000);
  }

  /// @param pendingAppends messages of all connections that may wait for the journal
  public DoorWorld(Opening opening, int pendingAppends) {
    this(opening, new StreamSettings(pendingAppends, 1_000_000));
  }

  public DoorWorld(Opening opening, StreamSettings settings) {
    log.start();
    rootLogger().addAppender(log);
    Refusals refusals = new Refusals(meters, trace);
    Ports ports =
        new Ports(
            devices,
            new Backlog(uplinks, settings.pendingAppends(), meters),
            new FrameMemory(settings.unfinishedLimitBytes(), meters),
            sessions,
            refusals,
            trace,
            meters,
            clock);
    try {
      listener = opening.open(loops, ports);
    } catch (IOException failed) {
      loops.close();
      throw new IllegalStateException(failed);
    }
  }

  public Listener listener() {
    return listener;
  }

  public int port() {
    return listener.port();
  }

  public RawPeer connect() {
    return RawPeer.connect("127.0.0.1", port());
  }

  /// Moves time and lets the door look at its deadlines.
  public void advance(Duration step) {
    clock.advance(step);
    settle();
  }

  /// Everything that the event loops had to do is done, flushes and what followed from it included.
  public void settle() {
    for (int round = 0; round < 4; round++) {
      listener.sweep().join();
    }
  }

  /// The peer has been sent nothing, and nothing is on its way.
  public void expectSilence(RawPeer peer) {
    settle();
    assertThat(peer.available()).as("bytes that arrived").isZero();
  }

  public void awaitReports(int count) {
    await().until(() -> uplinks.reported().size() >= count);
    assertThat(uplinks.reported()).hasSize(count);
  }

  public Inbound.Gone awaitGone() {
    await().until(() -> !uplinks.asked(Inbound.Gone.class).isEmpty());
    assertThat(uplinks.asked(Inbound.Gone.class)).hasSize(1);
    return uplinks.asked(Inbound.Gone.class).getFirst();
  }

  public void awaitGone(GoneCause cause) {
    assertThat(awaitGone().cause()).isEqualTo(cause);
  }

  public DeviceSession session(String deviceId) {
    return sessions.of(devices.number(deviceId)).orElseThrow();
  }

  public CompletableFuture<SendOutcome> send(String deviceId, String payload) {
    Downlink downlink = new Downlink(1, Bytes.utf8(payload), Duration.ZERO);
    return session(deviceId).send(downlink).toCompletableFuture();
  }

  public double refused(Door door, String kind) {
    return meters
        .find("openaep.refused")
        .tags("door", door.word(), "kind", kind)
        .counters()
        .stream()
        .mapToDouble(it -> it.count())
        .sum();
  }

  /// Connections that are open or whose end is not told yet.
  public double connections(Door door) {
    return meters.get("openaep.connections").tag("door", door.word()).gauge().value();
  }

  /// Every kind of refusal that was counted.
  public List<String> refusals() {
    return meters.find("openaep.refused").meters().stream()
        .map(Meter::getId)
        .map(id -> String.valueOf(id.getTag("kind")))
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    uplinks.full(false);
    uplinks.storeAll();
    assertThat(listener.stop(Duration.ofSeconds(10))).as("stopped in time").isTrue();
    loops.close();
    rootLogger().detachAppender(log);
    assertThat(log.list)
        .as("faults of ours")
        .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR));
    assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
        .as("secrets in the log")
        .noneMatch(line -> line.contains(FakeAuthenticator.PASSWORD));
    assertThat(trace.everything())
        .as("secrets in the trace")
        .noneMatch(line -> line.contains(FakeAuthenticator.PASSWORD));
  }

  private static Logger rootLogger() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
