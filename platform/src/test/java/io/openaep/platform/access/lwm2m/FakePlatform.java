package io.openaep.platform.access.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.DtlsSessions;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.NotStored;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.SessionStore;
import io.openaep.platform.access.Uplinks;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Journal, session store and registry in memory: what it has stored survives a server, as a disk
/// does. The test releases or fails its appends, which end on a thread of their own.
final class FakePlatform
    implements Uplinks, SessionStore, DtlsSessions, Authenticator, AutoCloseable {
  enum Disk {
    WORKS,
    WAITS,
    FULL
  }

  final List<Inbound> events = new CopyOnWriteArrayList<>();
  final Map<Long, Registration> registrations = new ConcurrentHashMap<>();
  final Map<Bytes, Observation> observations = new ConcurrentHashMap<>();
  final Map<String, DtlsSessions.Kept> dtls = new ConcurrentHashMap<>();
  final List<Inbound> asked = new CopyOnWriteArrayList<>();
  private final Map<String, DeviceProfile> devices = new ConcurrentHashMap<>();
  private final Map<String, Bytes> keys = new ConcurrentHashMap<>();
  private final Map<String, Admission.Cause> barred = new ConcurrentHashMap<>();
  private final BlockingQueue<Append> waiting = new LinkedBlockingQueue<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("writer").daemon().factory());
  volatile Disk disk = Disk.WORKS;

  /// The registry answers no question about a device's options; how often it was asked in vain.
  volatile boolean registryFails;

  final AtomicInteger askedInVain = new AtomicInteger();

  /// The protocol thread stands still at the next look-up of an endpoint.
  private volatile Optional<CountDownLatch> gate = Optional.empty();

  final AtomicInteger lookupsHeld = new AtomicInteger();

  private record Append(
      Optional<Inbound> event, List<SessionChange> changes, CompletableFuture<Receipt> stage) {}

  /// A device that exists: with a key it must come by DTLS, without by the plain door.
  DeviceRef device(String imei, Optional<Bytes> key, boolean autoObserve) {
    long number = devices.size() + 1L;
    DeviceRef ref = new DeviceRef(number, 10_000_000, "%032x".formatted(number));
    devices.put(
        imei,
        new DeviceProfile(ref, "tenant", Optional.of(imei), new PowerMode.Drx(), autoObserve));
    key.ifPresent(it -> keys.put(imei, it));
    return ref;
  }

  DeviceRef device(String imei) {
    return device(imei, Optional.empty(), true);
  }

  /// Its product is one of power saving mode.
  void sleeps(String imei) {
    devices.computeIfPresent(
        imei,
        (_, it) ->
            new DeviceProfile(
                it.device(),
                it.tenantId(),
                it.imei(),
                new PowerMode.Psm(),
                it.options(),
                it.autoObserve()));
  }

  Registration registration(long device) {
    return Optional.ofNullable(registrations.get(device)).orElseThrow();
  }

  @Override
  public CompletionStage<Receipt> store(Inbound inbound) {
    asked.add(inbound);
    return append(Optional.of(inbound), inbound.changes());
  }

  @Override
  public CompletionStage<Receipt> save(List<SessionChange> changes) {
    return append(Optional.empty(), changes);
  }

  private CompletionStage<Receipt> append(Optional<Inbound> event, List<SessionChange> changes) {
    Append append = new Append(event, changes, new CompletableFuture<>());
    switch (disk) {
      case WORKS -> writer.execute(() -> commit(append));
      case WAITS -> waiting.add(append);
      case FULL -> writer.execute(() -> fail(append));
    }
    return append.stage();
  }

  private void commit(Append append) {
    append.changes().forEach(this::apply); // first: tests wait for the event and look at both
    append.event().ifPresent(this::record);
    append.stage().complete(new Receipt(events.size(), false));
  }

  /// What came in one message, one by one: that it is one append is the type's business.
  private void record(Inbound event) {
    if (event instanceof Inbound.Sent sent) {
      events.addAll(sent.reports());
      sent.objects().ifPresent(events::add);
    } else {
      events.add(event);
    }
  }

  private static void fail(Append append) {
    append.stage().completeExceptionally(new NotStored("disk full"));
  }

  private void apply(SessionChange change) {
    switch (change) {
      case SessionChange.SaveRegistration(Registration it) ->
          registrations.put(it.device().number(), it);
      case SessionChange.DropRegistration(long device) -> {
        registrations.remove(device);
        observations.values().removeIf(it -> it.device().number() == device);
      }
      case SessionChange.SaveObservation(Observation it) -> observations.put(it.token(), it);
      case SessionChange.DropObservation(long _, Bytes token) -> observations.remove(token);
      case SessionChange.SaveMqttSession _,
          SessionChange.DropMqttSession _,
          SessionChange.SaveMqttReceived _,
          SessionChange.DropMqttReceived _,
          SessionChange.SaveMqttWill _,
          SessionChange.DropMqttWill _ ->
          throw new IllegalArgumentException("no change of LwM2M: " + change);
    }
  }

  void commitWaiting() {
    disk = Disk.WORKS;
    takeWaiting().forEach(append -> writer.execute(() -> commit(append)));
  }

  void failWaiting() {
    takeWaiting().forEach(append -> writer.execute(() -> fail(append)));
  }

  /// The process dies with what was not committed.
  void loseWaiting() {
    takeWaiting();
  }

  private List<Append> takeWaiting() {
    List<Append> taken = new ArrayList<>();
    waiting.drainTo(taken);
    return taken;
  }

  @Override
  public List<Registration> registrations() {
    return List.copyOf(registrations.values());
  }

  @Override
  public List<Observation> observations() {
    return List.copyOf(observations.values());
  }

  @Override
  public Admission byEndpoint(Door door, String endpoint, Optional<String> pskIdentity) {
    gate.ifPresent(this::pass);
    String imei = endpoint.substring(endpoint.lastIndexOf(':') + 1);
    Admission.Cause cause = barred.get(imei);
    if (cause != null) {
      return new Admission.Refused(cause, "barred by the test");
    }
    DeviceProfile profile = devices.get(imei);
    if (profile == null) {
      return new Admission.Refused(Admission.Cause.UNKNOWN_DEVICE, "no such device");
    }
    if (keys.containsKey(imei) != door.encrypted()) {
      return new Admission.Refused(Admission.Cause.WRONG_DOOR, "the other door");
    }
    if (door.encrypted() && !pskIdentity.equals(Optional.of(imei))) {
      return new Admission.Refused(Admission.Cause.BAD_CREDENTIALS, "another IMEI");
    }
    return new Admission.Granted(profile);
  }

  @Override
  public Optional<Bytes> preSharedKey(String pskIdentity) {
    return Optional.ofNullable(keys.get(pskIdentity));
  }

  /// Refuses a device, whatever it shows.
  void bar(String imei, Admission.Cause cause) {
    barred.put(imei, cause);
  }

  /// Its product retransmits at another pace.
  void changeAckTimeout(String imei, Duration ackTimeout) {
    ProductOptions usual = ProductOptions.STANDARD;
    devices.computeIfPresent(
        imei,
        (_, it) ->
            new DeviceProfile(
                it.device(),
                it.tenantId(),
                it.imei(),
                it.power(),
                new ProductOptions(
                    usual.activeWindow(),
                    usual.redeliver(),
                    usual.responseTimeout(),
                    Optional.of(ackTimeout),
                    usual.readAfterRegistration()),
                it.autoObserve()));
  }

  /// @return opens the way again
  CountDownLatch holdLookups() {
    CountDownLatch opened = new CountDownLatch(1);
    gate = Optional.of(opened);
    return opened;
  }

  private void pass(CountDownLatch opened) {
    lookupsHeld.incrementAndGet();
    try {
      assertThat(opened.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void changeKey(String imei, Bytes key) {
    keys.put(imei, key);
  }

  @Override
  public List<DtlsSessions.Kept> all() {
    return List.copyOf(dtls.values());
  }

  @Override
  public void keep(DtlsSessions.Kept session) {
    dtls.put(session.pskIdentity(), session);
  }

  @Override
  public void forget(String pskIdentity) {
    dtls.remove(pskIdentity);
  }

  @Override
  public Optional<DeviceProfile> profile(long deviceNumber) {
    if (registryFails) {
      askedInVain.incrementAndGet();
      throw new IllegalStateException("the registry does not answer");
    }
    return devices.values().stream().filter(it -> it.device().number() == deviceNumber).findFirst();
  }

  @Override
  public Admission byPassword(Door door, String deviceId, String password) {
    throw new UnsupportedOperationException("not on LwM2M");
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
