package io.openaep.platform.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.NotStored;
import io.openaep.platform.access.ObjectBody;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.RepeatKey;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.Source;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.Reported;
import io.openaep.platform.journal.MemoryJournal;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.ProductForm;
import io.openaep.platform.store.StoreException;
import io.openaep.wire.Bytes;
import io.openaep.wire.model.ThingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class IngestTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final long LWM2M = 15_500_001;
  private static final long MQTT = 15_500_002;
  private static final long MODELLED = 15_500_003;
  private static final long DELETED = 15_500_004;
  private static final long UNREADABLE = 15_500_005;

  private final MemoryJournal journal = new MemoryJournal();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Long> lookups = new ArrayList<>();
  private Ingest ingest = open(1_000);

  @Test
  void everyKindOfInboundBecomesItsEvent() {
    Source source = source(LWM2M, Door.LWM2MS);
    Bytes raw = Bytes.hex("cafe");
    Optional<Duration> day = Optional.of(Duration.ofDays(1));
    store(new Inbound.Connected(source, NOON, day, List.of()));
    store(new Inbound.Updated(source, NOON, Optional.empty(), List.of()));
    store(
        new Inbound.Report(
            source, NOON, "/19/0/0", Optional.of(42), raw, true, Optional.of(new RepeatKey(9))));
    store(
        new Inbound.Report(
            source, NOON, "", Optional.empty(), raw, false, Optional.<RepeatKey>empty()));
    store(new Inbound.Observed(source, NOON, "/19/0/0", Optional.of(0), raw, List.of()));
    store(new Inbound.Gone(source, NOON, GoneCause.SILENT, List.of()));
    Content opaque = new Content.Opaque();
    assertThat(journal.events())
        .containsExactly(
            new Event.Connected(NOON, 41, 7, "lwm2ms", "192.0.2.1:5000", day),
            new Event.Updated(NOON, 41, 7, "lwm2ms", "192.0.2.1:5000", Optional.empty()),
            new Reported(NOON, 41, 7, "lwm2ms", "/19/0/0", 42, true, 9, raw, opaque),
            new Reported(NOON, 41, 7, "lwm2ms", "", -1, false, 0, raw, opaque),
            new Event.Observed(NOON, 41, 7, "lwm2ms", "/19/0/0", 0, raw),
            new Event.Gone(NOON, 41, 7, "SILENT"));
    assertThat(counted("lwm2m", "stored")).isEqualTo(6);
  }

  @Test
  void everythingOfOneSendIsOneAppendAndItsRepetitionNone() {
    Source source = source(LWM2M, Door.LWM2M);
    Inbound.Sent sent =
        new Inbound.Sent(
            source,
            NOON,
            List.of(sentReport(source, "01", 1), sentReport(source, "02", 2)),
            Optional.of(
                new Inbound.ObjectReport(
                    source,
                    NOON,
                    "/",
                    new ObjectBody(Optional.of(110), Bytes.EMPTY, "[]", ""),
                    List.of())));
    assertThat(store(sent).repeated()).isFalse();
    assertThat(journal.events()).hasSize(3);
    assertThat(store(sent).repeated()).isTrue();
    ingest = open(1_000);
    assertThat(store(sent).repeated()).isTrue();
    assertThat(journal.events()).hasSize(3);
    // a journal with room for two: two appends would have left something behind
    MemoryJournal small = new MemoryJournal(2);
    Ingest squeezed =
        Ingest.open(small, this::product, _ -> ThingModel.EMPTY, 10, () -> NOON, meters);
    assertThat(squeezed.store(sent)).isCompletedExceptionally();
    assertThat(small.events()).isEmpty();
  }

  private static Inbound.Report sentReport(Source source, String hex, long key) {
    return new Inbound.Report(
        source,
        NOON,
        "/19/0/0",
        Optional.of(110),
        Bytes.hex(hex),
        true,
        Optional.of(new RepeatKey(key)));
  }

  @Test
  void sessionChangesAreCommittedWithTheEvent() {
    Source source = source(LWM2M, Door.LWM2M);
    var observation =
        new Observation(
            Bytes.hex("ab"), source.device(), 7, "/19/0/0", "h", 1, Optional.empty(), true);
    store(
        new Inbound.Updated(
            source,
            NOON,
            Optional.empty(),
            List.of(new SessionChange.SaveObservation(observation))));
    assertThat(journal.state("observation")).hasSize(1);
    store(
        new Inbound.Gone(
            source, NOON, GoneCause.LEFT, List.of(new SessionChange.DropRegistration(41))));
    assertThat(journal.state("observation")).isEmpty();
  }

  @Test
  void jsonOfATransparentMqttProductIsCheckedAndStoredAllTheSame() {
    store(report(MQTT, Door.MQTT, "{\"temp\":1}", Optional.empty()));
    store(report(MQTT, Door.MQTT, "temp=1", Optional.empty()));
    assertThat(contents().getFirst()).isEqualTo(new Content.Opaque());
    assertThat(contents().getLast())
        .isInstanceOfSatisfying(
            Content.Undecodable.class,
            undecodable -> assertThat(undecodable.reason()).contains("not JSON"));
    assertThat(counted("mqtt", "stored")).isOne();
    assertThat(counted("mqtt", "undecodable")).isOne();
  }

  @Test
  void whatNoProductDescribesIsStoredAsUndecodable() {
    store(report(MODELLED, Door.LWM2M, "x", Optional.empty()));
    store(report(DELETED, Door.LWM2M, "x", Optional.empty()));
    assertThat(contents())
        .allSatisfy(content -> assertThat(content).isInstanceOf(Content.Undecodable.class));
  }

  @Test
  void theReceiptSaysThatAReportDoesNotFit() {
    Receipt receipt = store(report(MODELLED, Door.LWM2M, "x", Optional.empty()));
    assertThat(receipt.misfit()).isPresent();
    assertThat(receipt.words())
        .isEqualTo("stored at 1, not decoded: " + receipt.misfit().orElseThrow());
    assertThat(store(report(LWM2M, Door.LWM2M, "x", Optional.empty())).misfit()).isEmpty();
  }

  @Test
  void theRegistryIsAskedOnceAProduct() {
    for (int i = 0; i < 3; i++) {
      store(report(LWM2M, Door.LWM2M, "x", Optional.empty()));
      store(report(MQTT, Door.MQTT, "1", Optional.empty()));
    }
    assertThat(lookups).containsExactly(LWM2M, MQTT);
  }

  @Test
  void whatTheJournalRefusesIsNotStored() {
    journal.refuse("The disk is full.");
    var failed = ingest.store(report(LWM2M, Door.LWM2M, "x", Optional.empty()));
    assertThat(failed.toCompletableFuture().exceptionNow())
        .isInstanceOf(NotStored.class)
        .hasMessage("The disk is full.");
    assertThat(counted("lwm2m", "not_stored")).isOne();
  }

  @Test
  void withoutTheRegistryNothingIsStored() {
    var failed = ingest.store(report(UNREADABLE, Door.LWM2M, "x", Optional.empty()));
    assertThat(failed.toCompletableFuture().exceptionNow()).isInstanceOf(NotStored.class);
    assertThat(journal.events()).isEmpty();
    assertThat(counted("lwm2m", "not_stored")).isOne();
  }

  @Test
  void aRepetitionGetsTheFirstOnesPosition() {
    Receipt first = store(repeatable("x", 5, NOON));
    Receipt again = store(repeatable("x", 5, NOON.plusSeconds(247)));
    assertThat(again).isEqualTo(new Receipt(first.position(), true));
    assertThat(journal.events()).hasSize(1);
    assertThat(counted("lwm2m", "repeated")).isOne();
  }

  @Test
  void afterTheWindowItIsANewMessage() {
    store(repeatable("x", 5, NOON));
    assertThat(store(repeatable("x", 5, NOON.plusSeconds(248))).repeated()).isFalse();
    assertThat(store(repeatable("x", 5, NOON.plusSeconds(400))).repeated()).isTrue();
    assertThat(journal.events()).hasSize(2);
  }

  @Test
  void onMqttARepetitionIsRecognisedForAnHourAndBehindManyOthers() {
    store(published(5, false, NOON));
    for (int key = 100; key < 163; key++) {
      store(published(key, false, NOON));
    }
    assertThat(store(published(5, true, NOON.plusSeconds(3_600))).repeated()).isTrue();
    assertThat(store(published(5, true, NOON.plusSeconds(3_601))).repeated()).isFalse();
  }

  @Test
  void aWillIsAnEventAndNoReport() {
    store(
        new Inbound.Will(
            source(MQTT, Door.MQTT), NOON, "last/words", Bytes.utf8("bye"), 1, true, List.of()));
    assertThat(journal.events())
        .containsExactly(
            new Event.WillPublished(NOON, 41, 7, "mqtt", "last/words", 1, true, Bytes.utf8("bye")));
  }

  @Test
  void anotherKeyOrAnotherDeviceIsAnotherMessage() {
    store(repeatable("x", 5, NOON));
    assertThat(store(repeatable("y", 6, NOON)).repeated()).isFalse();
    assertThat(store(repeatable(42, "x", 5, NOON)).repeated()).isFalse();
    assertThat(store(repeatable("z", 0, NOON)).repeated()).isFalse();
    assertThat(store(repeatable("z", 0, NOON)).repeated()).as("0 is a key too").isTrue();
  }

  @Test
  void aMessageThatCannotBeARepetitionIsStoredAndThenRecognised() {
    store(published(5, false, NOON));
    assertThat(store(published(5, false, NOON.plusSeconds(1))).repeated()).isFalse();
    assertThat(store(published(5, true, NOON.plusSeconds(2))))
        .as("the newest with this packet id")
        .isEqualTo(new Receipt(2, true));
    assertThat(journal.events()).hasSize(2);
  }

  @Test
  void aRepetitionWaitsForTheFirstOnesCommit() {
    journal.hold();
    var first = ingest.store(repeatable("x", 5, NOON)).toCompletableFuture();
    var again = ingest.store(repeatable("x", 5, NOON.plusSeconds(2))).toCompletableFuture();
    assertThat(again).isNotDone();
    journal.release();
    assertThat(first.join()).isEqualTo(new Receipt(1, false));
    assertThat(again.join()).isEqualTo(new Receipt(1, true));
    assertThat(journal.events()).hasSize(1);
  }

  @Test
  void aRepetitionOfWhatFailedIsTriedAnew() {
    journal.hold();
    var first = ingest.store(repeatable("x", 5, NOON)).toCompletableFuture();
    var again = ingest.store(repeatable("x", 5, NOON.plusSeconds(2))).toCompletableFuture();
    journal.refuse("The disk is full.");
    assertThat(first.exceptionNow()).isInstanceOf(NotStored.class);
    assertThat(again.exceptionNow()).isInstanceOf(NotStored.class);
    journal.accept();
    journal.release();
    assertThat(store(repeatable("x", 5, NOON.plusSeconds(6)))).isEqualTo(new Receipt(1, false));
  }

  @Test
  void aWaitingRepetitionIsStoredWhenTheFirstFailsButRoomReturns() {
    journal.hold();
    List<CompletableFuture<Receipt>> copies = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      copies.add(ingest.store(repeatable("x", 5, NOON.plusSeconds(i))).toCompletableFuture());
    }
    var _ = copies.getFirst().whenComplete((_, _) -> journal.accept());
    journal.refuse("The disk is full.");
    journal.release();
    assertThat(copies.get(0)).isCompletedExceptionally();
    assertThat(copies.subList(1, 3).stream().map(CompletableFuture::join))
        .containsExactlyInAnyOrder(new Receipt(1, false), new Receipt(1, true));
    assertThat(journal.events()).hasSize(1);
  }

  @Test
  void repetitionsAreRecognisedAfterARestart() {
    store(repeatable("old", 4, NOON.minusSeconds(248)));
    Receipt first = store(repeatable("x", 5, NOON));
    ingest = open(1_000);
    assertThat(store(repeatable("x", 5, NOON))).isEqualTo(new Receipt(first.position(), true));
    assertThat(store(repeatable("old", 4, NOON)).repeated()).isFalse();
    assertThat(meters.get("openaep.uplinks.remembered").gauge().value()).isPositive();
  }

  @Test
  void aChattyDeviceForgetsItsOwnOldestFirst() {
    for (int key = 1; key <= 65; key++) {
      store(repeatable("x", key, NOON));
    }
    assertThat(store(repeatable("x", 2, NOON)).repeated()).isTrue();
    assertThat(store(repeatable("x", 1, NOON)).repeated()).isFalse();
  }

  @Test
  void theMemoryIsBoundedInAll() {
    ingest = open(160);
    for (int device = 0; device < 10_000; device++) {
      store(repeatable(device, "x", 5, NOON));
    }
    Repeats repeats = new Repeats(160);
    for (int device = 0; device < 10_000; device++) {
      Reported event = (Reported) journal.events().get(device);
      assertThat(repeats.claim(event, true, new CompletableFuture<>())).isEmpty();
    }
    assertThat(repeats.size()).isBetween(100, 160);
    assertThat(store(repeatable(9_999, "x", 5, NOON)).repeated()).isTrue();
    assertThat(store(repeatable(0, "x", 5, NOON)).repeated()).isFalse();
  }

  @Test
  void silentDevicesAreForgotten() {
    Repeats repeats = new Repeats(1_000_000);
    for (int i = 0; i < 1_000; i++) {
      Instant at = NOON.plusSeconds(i);
      Reported event = report(LWM2M, Door.LWM2M, "x", at, i);
      assertThat(repeats.claim(event, true, new CompletableFuture<>())).isEmpty();
    }
    assertThat(repeats.size()).isBetween(200, 300);
  }

  private static Reported report(long product, Door door, String text, Instant at, long device) {
    return new Reported(
        at, device, product, door.word(), "", -1, true, 5, Bytes.utf8(text), new Content.Opaque());
  }

  private Ingest open(int remembered) {
    return Ingest.open(
        journal, this::product, _ -> ThingModel.EMPTY, remembered, () -> NOON, meters);
  }

  private Receipt store(Inbound inbound) {
    return ingest.store(inbound).toCompletableFuture().join();
  }

  private double counted(String protocol, String result) {
    return meters.counter("openaep.uplinks", "protocol", protocol, "result", result).count();
  }

  private List<Content> contents() {
    return journal.read(0, 100).stream()
        .map(Recorded::event)
        .map(event -> ((Reported) event).content())
        .toList();
  }

  private static Inbound.Report repeatable(String text, long key, Instant at) {
    return repeatable(41, text, key, at);
  }

  private static Inbound.Report repeatable(long device, String text, long key, Instant at) {
    DeviceRef ref = new DeviceRef(device, LWM2M, "device" + device);
    return new Inbound.Report(
        new Source(ref, Door.LWM2M, 7, "192.0.2.1:5000"),
        at,
        "/19/0/0",
        Optional.of(42),
        Bytes.utf8(text),
        true,
        Optional.of(new RepeatKey(key)));
  }

  private static Inbound.Report published(long key, boolean dup, Instant at) {
    return new Inbound.Report(
        source(MQTT, Door.MQTT),
        at,
        "data",
        Optional.empty(),
        Bytes.utf8("{}"),
        true,
        Optional.of(new RepeatKey(key, dup)));
  }

  private static Inbound.Report report(
      long product, Door door, String text, Optional<RepeatKey> repeat) {
    return new Inbound.Report(
        source(product, door), NOON, "data", Optional.empty(), Bytes.utf8(text), true, repeat);
  }

  private static Source source(long product, Door door) {
    return new Source(new DeviceRef(41, product, "device41"), door, 7, "192.0.2.1:5000");
  }

  private Optional<Product> product(long productId) {
    lookups.add(productId);
    if (productId == UNREADABLE) {
      throw new StoreException("The database is damaged.");
    }
    if (productId == DELETED) {
      return Optional.empty();
    }
    ProductForm form =
        new ProductForm(
            "p",
            "",
            "",
            "",
            "",
            1,
            1,
            1,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            "");
    return Optional.of(
        new Product(
            productId,
            "1",
            "0".repeat(32),
            productId == MQTT ? Protocol.MQTT : Protocol.LWM2M,
            false,
            productId != MODELLED,
            Optional.empty(),
            EndpointFormat.IMEI,
            new PowerMode.Drx(),
            ProductOptions.STANDARD,
            form,
            NOON,
            NOON));
  }
}
