package io.openaep.platform.access.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.KeptMqttWill;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.Source;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.Uplinks;
import io.openaep.platform.access.socket.Backlog;
import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.FrameMemory;
import io.openaep.platform.access.socket.Ports;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Wills between two connections of their device.
class WillsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final DeviceRef DEVICE = new DeviceRef(7, 10_000_001, "device7");

  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  /// What the older will's append drops, the newer login's must save: so it has to come after.
  @Test
  void loginDuringThePublicationOfAnOlderWillComesAfterIt() throws InterruptedException {
    Wills wills = new Wills(List.of(), NOON);
    List<Thread> logins = new ArrayList<>();
    Ports quiet = ports(_ -> {});
    Ports ports =
        ports(_ -> {
          Thread login =
              Thread.ofPlatform()
                  .start(() -> {
                    var _ = wills.succeeded(DEVICE, true, NOON, quiet);
                    order.add("login");
                  });
          logins.add(login);
          join(login, Duration.ofMillis(200));
          order.add("will");
        });
    wills.arm(will(1));
    wills.ended(will(1).source(), NOON, Duration.ofDays(1), ports);
    wills.sweep(NOON.plusSeconds(30), ports);
    for (Thread login : logins) {
      login.join();
    }
    assertThat(order).containsExactly("will", "login");
  }

  @Test
  void deletedDeviceHasNoWill() {
    Wills wills = new Wills(List.of(will(1)), NOON);
    Ports ports = ports(_ -> order.add("will"));
    wills.forget(DEVICE.number());
    wills.sweep(NOON.plusSeconds(30), ports);
    assertThat(order).isEmpty();
  }

  @Test
  void willThatCannotBeStoredIsTriedAgain() {
    Wills wills = new Wills(List.of(will(1)), NOON);
    List<Inbound> tried = new ArrayList<>();
    Uplinks full =
        inbound -> {
          tried.add(inbound);
          return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
        };
    wills.sweep(NOON.plusSeconds(30), over(full));
    wills.sweep(NOON.plusSeconds(31), over(full));
    assertThat(tried).hasSize(2);
  }

  @Test
  void willThatCannotBeStoredEndsWithItsDevice() {
    Wills wills = new Wills(List.of(will(1)), NOON);
    CompletableFuture<Receipt> underWay = new CompletableFuture<>();
    List<Inbound> tried = new ArrayList<>();
    Uplinks slow =
        inbound -> {
          tried.add(inbound);
          return underWay;
        };
    wills.sweep(NOON.plusSeconds(30), over(slow));
    wills.forget(DEVICE.number());
    underWay.completeExceptionally(new IllegalStateException("the disk is full"));
    wills.sweep(NOON.plusSeconds(31), over(slow));
    assertThat(tried).hasSize(1);
  }

  private static void join(Thread thread, Duration patience) {
    try {
      var _ = thread.join(patience);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static KeptMqttWill will(long session) {
    Source source = new Source(DEVICE, Door.MQTT, session, "127.0.0.1:1");
    return new KeptMqttWill(source, "bye", Bytes.utf8("x"), 0, false, Duration.ofSeconds(30));
  }

  private static Ports ports(java.util.function.Consumer<Inbound> journal) {
    return over(inbound -> {
      journal.accept(inbound);
      return CompletableFuture.completedStage(new Receipt(1, false));
    });
  }

  private static Ports over(Uplinks uplinks) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    return new Ports(
        new FakeAuthenticator(),
        new Backlog(uplinks, 100, meters),
        new FrameMemory(100, meters),
        new Sessions(),
        new Refusals(meters, Tap.BLIND),
        Tap.BLIND,
        meters,
        InstantSource.fixed(NOON));
  }
}
