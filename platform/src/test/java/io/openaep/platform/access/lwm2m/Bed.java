package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.Patience;
import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.lwm2m.coap.RawDevice;
import io.openaep.platform.access.socket.FakeTap;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/// A server on loopback with short times, before a platform in memory, on a clock that the test
/// moves.
final class Bed implements AutoCloseable {
  static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");
  static final InetAddress V6 = InetAddress.ofLiteral("::1");

  /// Nothing is retransmitted or given up within a test, however slow the machine is.
  static final Lwm2mConfig.Times TIMES =
      times(Patience.LONGEST, 4, Patience.LONGEST, Patience.LONGEST);

  /// Requests of the platform are sent twice and given up within half a second.
  static final Lwm2mConfig.Times IMPATIENT =
      times(Duration.ofMillis(100), 1, Duration.ofMillis(600), Patience.LONGEST);

  final FakePlatform platform = new FakePlatform();
  final MovableClock clock = new MovableClock();
  final FakeTap tap = new FakeTap();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<RawDevice> devices = new ArrayList<>();
  private final Lwm2mConfig config;
  private final int plainPort;
  private final int dtlsPort;
  Sessions sessions = new Sessions();
  Lwm2mServer server;

  Bed() {
    this(Lwm2mConfig.Limits.STANDARD, TIMES);
  }

  Bed(Lwm2mConfig.Limits limits, Lwm2mConfig.Times times) {
    this.config =
        new Lwm2mConfig(List.of(V4, V6), OptionalInt.of(0), OptionalInt.of(0), limits, times);
    this.server = open(config);
    this.plainPort = server.port(Door.LWM2M).orElseThrow();
    this.dtlsPort = server.port(Door.LWM2MS).orElseThrow();
  }

  private static Lwm2mConfig.Times times(
      Duration ackTimeout, int maxRetransmit, Duration separateAnswer, Duration storing) {
    return new Lwm2mConfig.Times(
        Duration.ofDays(1),
        ackTimeout,
        maxRetransmit,
        separateAnswer,
        storing,
        Duration.ofSeconds(30),
        Duration.ofSeconds(40),
        Duration.ofMinutes(30),
        Duration.ofHours(24),
        Duration.ofMillis(10));
  }

  /// The usual limits, but for these.
  static Lwm2mConfig.Limits limits(int registrations, int pendingAppends, int dtlsHandshakes) {
    Lwm2mConfig.Limits usual = Lwm2mConfig.Limits.STANDARD;
    return new Lwm2mConfig.Limits(
        registrations,
        usual.registrationsPerMinute(),
        pendingAppends,
        usual.rememberedMessages(),
        usual.backlog(),
        usual.bodyBytes(),
        usual.objectListBytes(),
        usual.blockTransfers(),
        usual.dtlsSessions(),
        dtlsHandshakes,
        usual.receiveBufferBytes());
  }

  /// The usual times, but for how long a request may wait for the journal.
  static Lwm2mConfig.Times storingWithin(Duration storing) {
    return times(TIMES.ackTimeout(), TIMES.maxRetransmit(), TIMES.separateAnswer(), storing);
  }

  private Lwm2mServer open(Lwm2mConfig with) {
    try {
      return Lwm2mServer.open(
          with,
          new Ports(
              platform,
              platform,
              platform,
              platform,
              sessions,
              new Refusals(meters, tap),
              tap,
              meters,
              clock));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress at(Door door) {
    return new InetSocketAddress(V4, server.port(door).orElseThrow());
  }

  TestDevice device(String imei) {
    return new TestDevice(raw(at(Door.LWM2M)), imei);
  }

  RawDevice raw(InetSocketAddress to) {
    RawDevice device = new RawDevice(to);
    devices.add(device);
    return device;
  }

  /// A device that exists, has registered and has answered the observe request.
  TestDevice observed(String imei) {
    platform.device(imei);
    TestDevice device = device(imei);
    device.register();
    device.answerObserve("first");
    awaitEvents(Inbound.Observed.class, 1);
    return device;
  }

  /// The server ends and another begins on the same ports, with what the platform has stored.
  void restart() {
    restart(Duration.ofSeconds(2));
  }

  /// As far as it can be done within one process: nobody waits for anything.
  void kill() {
    restart(Duration.ZERO);
  }

  private void restart(Duration patience) {
    Lwm2mConfig same =
        new Lwm2mConfig(
            config.bind(),
            OptionalInt.of(plainPort),
            OptionalInt.of(dtlsPort),
            config.limits(),
            config.times());
    server.stop(patience);
    sessions = new Sessions();
    server = open(same);
  }

  DeviceSession session(long device) {
    return sessions.of(device).orElseThrow();
  }

  CompletableFuture<SendOutcome> send(long device, String payload) {
    return send(device, payload, Duration.ZERO);
  }

  CompletableFuture<SendOutcome> send(long device, String payload, Duration patience) {
    return session(device)
        .send(new Downlink(1, Bytes.utf8(payload), patience))
        .toCompletableFuture();
  }

  <T extends Inbound> List<T> events(Class<T> type) {
    return platform.events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends Inbound> List<T> awaitEvents(Class<T> type, int count) {
    await().until(() -> events(type).size() >= count);
    return events(type);
  }

  double refused(Door door, String kind) {
    return meters.counter("openaep.refused", "door", door.word(), "kind", kind).count();
  }

  double handshakes(String result) {
    return meters.counter("openaep.dtls.handshakes", "result", result).count();
  }

  double uplinks(Door door, String result) {
    return meters.counter("openaep.lwm2m.uplinks", "door", door.word(), "result", result).count();
  }

  @Override
  public void close() {
    devices.forEach(RawDevice::close);
    platform.failWaiting();
    server.stop(Duration.ofSeconds(2));
    platform.close();
  }
}
