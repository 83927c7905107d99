package io.openaep.platform.push;

import static io.openaep.platform.push.MessageType.CREATED_DELETED;
import static io.openaep.platform.push.MessageType.DATA_REPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.journal.DeviceIdentity;
import io.openaep.platform.journal.Event;
import io.openaep.platform.push.post.Outcome;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How subscriptions end with what they are about, and what their URLs may tell.
class SubscriptionsTest {
  private static final long GROUP = 7;

  @TempDir Path path;
  private PushWorld world;
  private Product product;
  private Device device;

  @BeforeEach
  void open() {
    world = new PushWorld(path);
    product = world.product(Protocol.TCP, true);
    device = world.device(product, "one");
    world.fold();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Target.OneDevice thisDevice() {
    return new Target.OneDevice(device.ref().deviceId());
  }

  private void deleteDevice() {
    world.registry.deleteDevices(product.productId(), List.of(device.ref().deviceId()));
  }

  private List<Subscription> seen() {
    return world.push.subscriptions().list(world.tenantId, _ -> true, 1, 100).rows();
  }

  @Test
  void deviceLevelEndsWithItsDeviceAndTellsWhatHappenedBefore() {
    Subscription ended = world.subscribe(product, thisDevice(), PushWorld.URL, DATA_REPORT);
    world.subscribe(product, thisDevice(), PushWorld.URL, CREATED_DELETED);
    world.journal.append(world.report(device, "last words"));
    deleteDevice();
    assertThat(seen()).as("at once").isEmpty();
    assertThat(world.push.subscriptions().find(world.tenantId, ended.id())).isEmpty();
    world.answers = (url, text) -> new Outcome.Answered(503);
    world.fold();
    world.kill();
    world.sent.clear();
    world.answers = (url, text) -> new Outcome.Accepted();
    world.pass(Duration.ofMinutes(2));
    assertThat(world.sent).hasSize(2);
    assertThat(world.sent.getFirst().text()).contains("dataReport");
    assertThat(world.sent.getLast().text()).contains("deviceCreatedDeletedReport");
    world.push.givingUp().sweep();
    assertThat(world.push.subscriptions().ended()).isEmpty();
    assertThat(world.push.subscriptions().wanted(ended.id())).isEmpty();
  }

  @Test
  void sweepLeavesAnEndedSubscriptionWhileAMessageOfItWaits() {
    Subscription ended = world.subscribe(product, thisDevice(), PushWorld.URL, DATA_REPORT);
    world.answers = (url, text) -> new Outcome.Answered(503);
    world.happens(world.report(device, "waits"));
    deleteDevice();
    world.fold();
    world.pass(Duration.ofMinutes(5));
    world.push.givingUp().sweep();
    assertThat(world.push.subscriptions().wanted(ended.id())).isPresent();
    world.answers = (url, text) -> new Outcome.Accepted();
    world.sent.clear();
    world.pass(Duration.ofMinutes(2));
    assertThat(world.sent).hasSize(1);
    world.push.givingUp().sweep();
    assertThat(world.push.subscriptions().wanted(ended.id())).isEmpty();
  }

  @Test
  void deviceThatIsMadeAgainNeedsASubscriptionOfItsOwn() {
    world.subscribe(product, thisDevice(), PushWorld.URL, DATA_REPORT);
    deleteDevice();
    world.now = world.now.plusSeconds(1);
    device = world.device(product, "one");
    world.fold();
    world.happens(world.report(device, "a"));
    world.run();
    assertThat(world.sent).isEmpty();
    world.subscribe(product, thisDevice(), PushWorld.URL, DATA_REPORT);
    world.happens(world.report(device, "b"));
    world.run();
    assertThat(world.sent).hasSize(1);
    assertThat(seen()).hasSize(1);
  }

  @Test
  void subscriptionOfTheNewDeviceOutlivesTheOldOnesDeletion() {
    deleteDevice();
    world.now = world.now.plusMillis(1);
    device = world.device(product, "one");
    world.subscribe(product, thisDevice(), PushWorld.URL, DATA_REPORT);
    world.fold();
    world.happens(world.report(device, "a"));
    world.run();
    assertThat(world.sent).hasSize(1);
  }

  @Test
  void manyDeletionsEndTheirSubscriptionsInOneTransaction() {
    List<Event> deletions = new ArrayList<>();
    for (int each = 0; each < 20; each++) {
      DeviceRef ref = world.device(product, "many" + each).ref();
      world.subscribe(product, new Target.OneDevice(ref.deviceId()), PushWorld.URL, DATA_REPORT);
      deletions.add(
          new Event.DeviceDeleted(
              world.now,
              ref.number(),
              new DeviceIdentity(
                  world.tenantId,
                  product.productId(),
                  ref.deviceId(),
                  "many",
                  Optional.of("many" + each),
                  Optional.empty())));
    }
    world.fold();
    int before = world.registryCommits.get();
    world.happens(deletions.toArray(Event[]::new));
    assertThat(world.push.subscriptions().ended()).hasSize(20);
    assertThat(world.registryCommits.get() - before)
        .as("one, and perhaps the relay's, which clears the outbox in its own time")
        .isBetween(1, 2);
  }

  /// The fold looks at the report when the registry no longer has the device.
  @Test
  void lastReportOfADeletedDeviceIsTold() {
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.now = world.now.plusSeconds(10);
    world.journal.append(world.report(device, "last words"));
    deleteDevice();
    world.fold();
    world.run();
    assertThat(world.sent).hasSize(1);
    assertThat(world.sent.getFirst().text()).contains(device.ref().deviceId());
  }

  @Test
  void unbindingDeletesTheDevicesOwn() {
    world.subscribe(product, thisDevice(), PushWorld.URL, DATA_REPORT);
    Subscription whole = world.subscribe(product, PushWorld.URL + "2", DATA_REPORT);
    world
        .push
        .subscriptions()
        .deleteOfDevice(
            product.productId(),
            device.ref().deviceId(),
            deletion -> world.registry.groups().unbind(device.ref().number(), deletion));
    assertThat(seen()).containsExactly(whole);
  }

  @Test
  void groupLevelEndsWithItsGroup() {
    world.groups.add(List.of(GROUP, device.ref().number()));
    world.subscribe(product, new Target.Group(GROUP), PushWorld.URL, DATA_REPORT);
    world.happens(world.report(device, "a"));
    world.goneGroups.add(GROUP);
    assertThat(seen()).isEmpty();
    world.push.givingUp().sweep();
    assertThat(world.push.subscriptions().ended()).hasSize(1);
    world.pass(Duration.ofMinutes(2));
    assertThat(world.sent).as("what happened before").hasSize(1);
    world.push.givingUp().sweep();
    assertThat(world.push.subscriptions().ended()).isEmpty();
  }

  @Test
  void productLevelEndsWithItsProductAndTellsOfItsLastDevice() {
    world.subscribe(product, PushWorld.URL, CREATED_DELETED);
    deleteDevice();
    world.registry.deleteProduct(world.tenantId, product.productId());
    assertThat(seen()).isEmpty();
    world.push.givingUp().sweep();
    world.fold();
    world.pass(Duration.ofMinutes(2));
    assertThat(world.sent).hasSize(1);
    world.push.givingUp().sweep();
    assertThat(world.push.subscriptions().ended()).isEmpty();
  }

  /// Whoever may subscribe shall not learn which names there are inside, nor where they lead.
  @Test
  void nameThatIsPrivateAndNameThatIsNoneAreRefusedAlike() {
    world.lookup =
        host -> {
          if (host.equals("db.inside.example")) {
            return new InetAddress[] {InetAddress.ofLiteral("10.1.2.3")};
          }
          throw new UnknownHostException(host);
        };
    String hidden = refusal("http://db.inside.example/");
    assertThat(hidden).doesNotContain("10.1.2.3");
    assertThat(refusal("http://db.elsewhere.example/").replace("elsewhere", "inside"))
        .isEqualTo(hidden);
    world.lookup = InetAddress::getAllByName;
    assertThat(refusal("http://10.1.2.3/")).startsWith("10.1.2.3 is not a public address");
    assertThat(refusal("http://localhost:9000/x")).contains("which is not a public address");
  }

  private String refusal(String url) {
    return catchThrowableOfType(PushRefused.class, () -> world.subscribe(product, url, DATA_REPORT))
        .reason();
  }

  @Test
  void subscriptionsOfATenantAreBoundedWithASentence() {
    PushSettings usual = PushSettings.defaults();
    world.settings =
        new PushSettings(
            usual.mode(),
            usual.keepFor(),
            usual.keepDeadLetters(),
            usual.deadLetters(),
            usual.firstRetry(),
            usual.slowestRetry(),
            usual.receiverInFlight(),
            usual.inFlight(),
            usual.pending(),
            2,
            usual.post());
    world.kill();
    Subscription first = world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.subscribe(product, thisDevice(), PushWorld.URL, DATA_REPORT);
    PushRefused refused =
        catchThrowableOfType(
            PushRefused.class,
            () -> world.subscribe(product, PushWorld.URL + "/other", DATA_REPORT));
    assertThat(refused).hasMessageContaining("at most 2 (push.subscriptions)");
    assertThat(seen()).hasSize(2);
    assertThat(world.push.subscriptions().delete(world.tenantId, first.id())).isTrue();
    world.subscribe(product, PushWorld.URL + "/other", DATA_REPORT);
    assertThat(seen()).hasSize(2);
  }
}
