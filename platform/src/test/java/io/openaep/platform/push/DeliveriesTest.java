package io.openaep.platform.push;

import static io.openaep.platform.push.MessageType.DATA_REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.journal.Event;
import io.openaep.platform.push.PushWorld.Sent;
import io.openaep.platform.push.post.Outcome;
import io.openaep.platform.push.post.PostSettings;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deliveries on a virtual clock: at least once, in order for each device, whatever receivers do.
class DeliveriesTest {
  private static final Outcome GONE = new Outcome.Failed("connection refused");
  private static final String OTHER = "http://1.0.0.1/other";

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

  private List<String> told(String url) {
    return world.sent.stream()
        .filter(it -> it.url().equals(url) && it.text().contains("APPdata"))
        .map(DeliveriesTest::data)
        .toList();
  }

  /// The bytes of the report in a message.
  private static String data(Sent sent) {
    String text = sent.text();
    int at = text.indexOf("\"APPdata\":\"") + 11;
    return new String(
        Base64.getDecoder().decode(text.substring(at, text.indexOf('"', at))),
        StandardCharsets.UTF_8);
  }

  @Test
  void reportIsToldOnce() {
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.happens(world.report(device, "a"), world.report(device, "b"));
    world.run();
    world.pass(Duration.ofMinutes(5));
    assertThat(told(PushWorld.URL)).containsExactly("a", "b");
    world.orderlyStop();
    world.pass(Duration.ofMinutes(5));
    assertThat(world.sent).hasSize(2);
    assertThat(world.push.deliveries().pending()).isZero();
  }

  @Test
  void whatReceiversHaveTakenIsCountedByDayOfChina() {
    LocalDate today = LocalDate.of(2026, 11, 22);
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.subscribe(product, OTHER, DATA_REPORT);
    world.answers = (url, _) -> url.equals(OTHER) ? GONE : new Outcome.Accepted();
    world.happens(world.report(device, "a"), world.report(device, "b"));
    world.run();
    world.orderlyStop();
    assertThat(world.push.counts().delivered(world.tenantId, today, today)).isEqualTo(2);
    world.now = Instant.parse("2026-11-22T16:00:00Z");
    world.happens(world.report(device, "c"));
    world.run();
    world.orderlyStop();
    assertThat(world.push.counts().delivered(world.tenantId, today, today)).isEqualTo(2);
    assertThat(world.push.counts().delivered(world.tenantId, today, today.plusDays(1)))
        .isEqualTo(3);
    assertThat(world.push.counts().delivered("another", today, today.plusDays(1))).isZero();
  }

  @Test
  void whatHappenedBeforeTheSubscriptionIsNotTold() {
    world.journal.append(world.report(device, "before"));
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.happens(world.report(device, "after"));
    world.run();
    assertThat(told(PushWorld.URL)).containsExactly("after");
  }

  @Test
  void onlyWhoSubscribedIsTold() {
    Product otherProduct = world.product(Protocol.TCP, true);
    Device elsewhere = world.device(otherProduct, "elsewhere");
    Device second = world.device(product, "two");
    world.groups.add(List.of(7L, second.ref().number()));
    world.subscribe(product, new Target.OneDevice(device.ref().deviceId()), OTHER, DATA_REPORT);
    world.subscribe(product, new Target.Group(7), "http://1.0.0.2/group", DATA_REPORT);
    world.subscribe(product, PushWorld.URL, MessageType.ONLINE_OFFLINE);
    world.happens(
        world.report(device, "a"), world.report(second, "b"), world.report(elsewhere, "c"));
    world.run();
    assertThat(told(OTHER)).containsExactly("a");
    assertThat(told("http://1.0.0.2/group")).containsExactly("b");
    assertThat(told(PushWorld.URL)).isEmpty();
  }

  @Test
  void productAndDeviceLevelBothFire() {
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.subscribe(
        product, new Target.OneDevice(device.ref().deviceId()), PushWorld.URL, DATA_REPORT);
    world.happens(world.report(device, "a"));
    world.run();
    assertThat(told(PushWorld.URL)).containsExactly("a", "a");
  }

  @Test
  void failedMessageIsTriedAgainWithGrowingPausesAndKeepsTheOrder() {
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.answers = (url, text) -> GONE;
    world.happens(world.report(device, "a"), world.report(device, "b"));
    world.run();
    world.pass(Duration.ofMinutes(10));
    assertThat(told(PushWorld.URL)).containsOnly("a").hasSizeBetween(10, 30);
    world.answers = (url, text) -> new Outcome.Accepted();
    world.pass(Duration.ofSeconds(61));
    assertThat(told(PushWorld.URL)).endsWith("a", "b");
    assertThat(told(PushWorld.URL).stream().filter("b"::equals)).hasSize(1);
  }

  @Test
  void messageThatIsRefusedForeverHoldsUpOnlyItsDevice() {
    Device other = world.device(product, "two");
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.answers =
        (url, text) ->
            text.contains(
                    Base64.getEncoder().encodeToString("poison".getBytes(StandardCharsets.UTF_8)))
                ? new Outcome.Answered(400)
                : new Outcome.Accepted();
    world.happens(world.report(device, "poison"), world.report(device, "behind"));
    world.run();
    world.pass(Duration.ofMinutes(3));
    world.happens(world.report(other, "x"));
    world.run();
    assertThat(told(PushWorld.URL)).endsWith("x").doesNotContain("behind");
    world.answers = (url, text) -> new Outcome.Accepted();
    world.pass(Duration.ofSeconds(61));
    assertThat(told(PushWorld.URL)).endsWith("poison", "behind");
  }

  @Test
  void receiverThatIsGoneIsAskedBySingleMessages() {
    for (int i = 0; i < 40; i++) {
      world.device(product, "many" + i);
    }
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.answers = (url, text) -> GONE;
    world.registry.devices(product.productId(), "many", 1, 40).rows().stream()
        .map(it -> world.report(it, it.name()))
        .forEach(world::happens);
    world.run();
    assertThat(world.sent).hasSizeLessThan(5);
    world.pass(Duration.ofMinutes(10));
    assertThat(world.sent).hasSizeLessThan(30);
    world.answers = (url, text) -> new Outcome.Accepted();
    world.pass(Duration.ofSeconds(61));
    assertThat(world.push.deliveries().pending()).isZero();
  }

  @Test
  void receiverThatRefusesManyDevicesIsWaitedFor() {
    List<Device> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(world.device(product, "m" + i));
    }
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.answers = (url, text) -> new Outcome.Answered(503);
    many.forEach(it -> world.happens(world.report(it, "x")));
    world.run();
    world.pass(Duration.ofMinutes(10));
    assertThat(world.sent).hasSizeLessThan(60);
  }

  @Test
  void nothingIsLostByAKillAndOnlyTheLastMomentIsRepeated() {
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add("m" + i);
      world.happens(world.report(device, "m" + i));
    }
    world.run(20);
    world.push.deliveries().tick();
    world.run(5);
    world.kill();
    world.pass(Duration.ofSeconds(2));
    List<String> told = told(PushWorld.URL);
    assertThat(told.stream().distinct()).containsExactlyElementsOf(all);
    assertThat(told).hasSizeBetween(51, 60);
  }

  @Test
  void slowReceiverTakesNothingFromTheOthersShare() {
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.subscribe(product, OTHER, DATA_REPORT);
    world.answers = (url, text) -> url.equals(OTHER) ? GONE : new Outcome.Accepted();
    for (int i = 0; i < 2000; i++) {
      world.happens(world.report(device, "m" + i));
    }
    world.run();
    world.pass(Duration.ofSeconds(1));
    assertThat(told(PushWorld.URL)).hasSize(2000);
    assertThat(world.push.deliveries().pending()).isEqualTo(2000);
  }

  @Test
  void deletedSubscriptionIsToldNothingMore() {
    Subscription subscription = world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.answers = (url, text) -> GONE;
    world.happens(world.report(device, "a"), world.report(device, "b"));
    world.run();
    int tries = world.sent.size();
    assertThat(world.push.subscriptions().delete("another tenant", subscription.id())).isFalse();
    assertThat(world.push.subscriptions().delete(world.tenantId, subscription.id())).isTrue();
    world.pass(Duration.ofMinutes(2));
    world.push.givingUp().sweep();
    assertThat(world.sent).hasSize(tries);
    assertThat(world.push.deliveries().pending()).isZero();
    world.kill();
    world.pass(Duration.ofMinutes(2));
    assertThat(world.sent).hasSize(tries);
  }

  @Test
  void messagesOfADeletedDeviceStillArrive() {
    world.subscribe(product, PushWorld.URL, DATA_REPORT, MessageType.CREATED_DELETED);
    world.answers = (url, text) -> GONE;
    world.happens(world.report(device, "last words"));
    world.run();
    world.registry.deleteDevices(product.productId(), List.of(device.ref().deviceId()));
    world.fold();
    world.kill();
    world.sent.clear();
    world.answers = (url, text) -> new Outcome.Accepted();
    world.pass(Duration.ofMinutes(2));
    assertThat(world.sent).hasSize(2);
    assertThat(data(world.sent.getFirst())).isEqualTo("last words");
    assertThat(world.sent.getLast().text()).contains("deviceCreatedDeletedReport");
  }

  @Test
  void onlineIsToldWhenItChanges() {
    world.subscribe(product, PushWorld.URL, MessageType.ONLINE_OFFLINE);
    long number = device.ref().number();
    world.happens(
        new Event.Connected(world.now, number, 1, "tcp", "x", java.util.Optional.empty()),
        new Event.Connected(world.now, number, 2, "tcp", "x", java.util.Optional.empty()),
        new Event.Gone(world.now, number, 1, "CLOSED"),
        new Event.Gone(world.now, number, 2, "CLOSED"),
        new Event.Connected(world.now, number, 3, "tcp", "x", java.util.Optional.empty()));
    world.kill();
    world.happens(new Event.PlatformStarted(world.now));
    world.fold();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.sent.stream().map(it -> it.text().replaceAll(".*eventType\":(\\d).*", "$1")))
        .containsExactly("1", "0", "1", "0");
  }

  @Test
  void aepModeTriesThriceAndDrops() {
    world.settings = settings("aep", Duration.ofDays(3), 1_000);
    world.orderlyStop();
    world.subscribe(product, PushWorld.URL, DATA_REPORT);
    world.answers = (url, text) -> new Outcome.Answered(500);
    world.happens(world.report(device, "a"), world.report(device, "b"));
    world.run();
    world.pass(Duration.ofMinutes(1));
    assertThat(told(PushWorld.URL)).containsExactly("a", "a", "a", "b", "b", "b");
    assertThat(world.push.deliveries().pending()).isZero();
    assertThat(world.push.deadLetters().count(world.tenantId)).isZero();
  }

  @Test
  void aepModeDropsTheMinuteOfAReceiverThatFails() {
    world.settings = settings("aep", Duration.ofDays(3), 1_000);
    world.orderlyStop();
    List<Device> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      many.add(world.device(product, "m" + i));
    }
    world.fold();
    world.subscribe(product, PushWorld.URL, DATA_REPORT, MessageType.CREATED_DELETED);
    world.answers = (url, text) -> new Outcome.Answered(500);
    many.forEach(it -> world.happens(world.report(it, it.name())));
    world.run();
    world.pass(Duration.ofSeconds(20));
    world.sent.clear();
    world.answers = (url, text) -> new Outcome.Accepted();
    world.happens(world.report(device, "dropped"));
    world.device(product, "new");
    world.fold();
    world.run();
    assertThat(world.sent).hasSize(1);
    assertThat(world.sent.getFirst().text()).contains("deviceCreatedDeletedReport");
    world.pass(Duration.ofSeconds(60));
    world.happens(world.report(device, "told"));
    world.run();
    assertThat(told(PushWorld.URL)).endsWith("told").doesNotContain("dropped");
  }

  static PushSettings settings(String mode, Duration keepFor, int pending) {
    PushSettings usual = PushSettings.defaults();
    return new PushSettings(
        mode,
        keepFor,
        usual.keepDeadLetters(),
        usual.deadLetters(),
        usual.firstRetry(),
        usual.slowestRetry(),
        usual.receiverInFlight(),
        usual.inFlight(),
        pending,
        usual.subscriptions(),
        PostSettings.defaults());
  }

  /// Receivers come and go, messages are refused, the platform is killed: in the end each message
  /// has arrived, and first arrivals are in order for each device.
  @Test
  void anythingMayFailAndNothingIsLost() {
    for (long seed = 1; seed <= 5; seed++) {
      java.util.Random random = new java.util.Random(seed);
      world.seed(seed);
      world.sent.clear();
      Product mine = world.product(Protocol.TCP, true);
      List<Device> devices = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        devices.add(world.device(mine, seed + "d" + i));
      }
      List<String> urls = List.of("http://1.0.1.1/" + seed, "http://1.0.1.2/" + seed);
      urls.forEach(it -> world.subscribe(mine, it, DATA_REPORT));
      List<String> all = new ArrayList<>();
      Map<String, List<String>> accepted = new TreeMap<>();
      world.answers =
          (url, text) -> {
            int luck = random.nextInt(10);
            if (luck < 5) {
              accepted.computeIfAbsent(url, _ -> new ArrayList<>()).add(data(new Sent(url, text)));
              return new Outcome.Accepted();
            }
            return luck < 8 ? new Outcome.Answered(500) : GONE;
          };
      for (int i = 0; i < 300; i++) {
        Device from = devices.get(random.nextInt(devices.size()));
        String text = from.name() + ":" + i;
        all.add(text);
        world.happens(world.report(from, text));
        world.run(random.nextInt(6));
        if (random.nextInt(25) == 0) {
          world.kill();
        }
        if (random.nextInt(10) == 0) {
          world.pass(Duration.ofMillis(500));
        }
      }
      world.answers =
          (url, text) -> {
            accepted.computeIfAbsent(url, _ -> new ArrayList<>()).add(data(new Sent(url, text)));
            return new Outcome.Accepted();
          };
      world.pass(Duration.ofMinutes(3));
      for (String url : urls) {
        for (Device each : devices) {
          List<String> first =
              accepted.getOrDefault(url, List.of()).stream()
                  .distinct()
                  .filter(it -> it.startsWith(each.name() + ":"))
                  .toList();
          assertThat(first)
              .as("seed %d", seed)
              .containsExactlyElementsOf(
                  all.stream().filter(it -> it.startsWith(each.name() + ":")).toList());
        }
      }
    }
  }
}
