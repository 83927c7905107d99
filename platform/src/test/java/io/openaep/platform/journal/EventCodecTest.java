package io.openaep.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.journal.Event.CommandCancelled;
import io.openaep.platform.journal.Event.CommandDelivered;
import io.openaep.platform.journal.Event.CommandFailed;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.CommandSent;
import io.openaep.platform.journal.Event.Connected;
import io.openaep.platform.journal.Event.DeviceCreated;
import io.openaep.platform.journal.Event.DeviceDeleted;
import io.openaep.platform.journal.Event.DeviceRemoved;
import io.openaep.platform.journal.Event.Gone;
import io.openaep.platform.journal.Event.ObjectReported;
import io.openaep.platform.journal.Event.Observed;
import io.openaep.platform.journal.Event.OperationAnswered;
import io.openaep.platform.journal.Event.OperationCancelled;
import io.openaep.platform.journal.Event.OperationFailed;
import io.openaep.platform.journal.Event.OperationSaved;
import io.openaep.platform.journal.Event.OperationSent;
import io.openaep.platform.journal.Event.PlatformStarted;
import io.openaep.platform.journal.Event.Reported;
import io.openaep.platform.journal.Event.Updated;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventCodecTest {
  private static final Instant AT = Instant.ofEpochSecond(1_795_348_800L, 250_000_000);

  @Property(tries = 2_000)
  void everyEventComesBackAsItWas(@ForAll("events") Event event) {
    assertThat(EventCodec.decode(EventCodec.encode(event))).isEqualTo(event);
  }

  @Property(tries = 2_000)
  void damagedBytesAreAnEventOrTheOneError(@ForAll byte[] bytes) {
    decodeOrRefuse(bytes);
  }

  @Property(tries = 1_000)
  void aFlippedOrMissingByteIsAnEventOrTheOneError(
      @ForAll("events") Event event, @ForAll int place, @ForAll byte value) {
    byte[] stored = EventCodec.encode(event);
    int index = Math.floorMod(place, stored.length);
    byte[] cut = java.util.Arrays.copyOf(stored, index);
    assertThatThrownBy(() -> EventCodec.decode(cut)).isInstanceOf(UnreadableRecord.class);
    stored[index] = value;
    decodeOrRefuse(stored);
  }

  @Test
  void anUnknownVersionSaysWhichReleaseToStart() {
    assertThatThrownBy(() -> EventCodec.decode(HexFormat.of().parseHex("0201000000")))
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("format 2")
        .hasMessageContaining("start the release that wrote it");
  }

  @Test
  void anUnknownTypeSaysWhichReleaseToStart() {
    assertThatThrownBy(() -> EventCodec.decode(HexFormat.of().parseHex("01c8000000")))
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("type 200")
        .hasMessageContaining("start the release that wrote it");
  }

  @Test
  void bytesTooManyAreDamage() {
    byte[] stored = EventCodec.encode(new PlatformStarted(AT));
    byte[] longer = java.util.Arrays.copyOf(stored, stored.length + 1);
    assertThatThrownBy(() -> EventCodec.decode(longer))
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("left over");
  }

  /// What version 1 looks like: files of the field must stay readable, so these may never change.
  @Test
  void versionOneStaysAsItWas() {
    Instant at = Instant.ofEpochSecond(64, 5);
    Bytes raw = Bytes.hex("cafe");
    var golden = new TreeMap<String, Event>();
    goldenOfDevices(at, raw, golden);
    goldenOfCommands(at, raw, golden);
    goldenOfRegistryAndObjects(at, raw, golden);

    golden.forEach((hex, event) -> {
      assertThat(HexFormat.of().formatHex(EventCodec.encode(event))).isEqualTo(hex);
      assertThat(EventCodec.decode(HexFormat.of().parseHex(hex))).isEqualTo(event);
    });
    assertThat(golden.values().stream().map(Event::getClass).distinct())
        .as("every kind of event has its sample")
        .hasSize(kinds(Event.class));
  }

  private static void goldenOfDevices(Instant at, Bytes raw, Map<String, Event> golden) {
    Optional<Duration> lifetime = Optional.of(Duration.ofSeconds(301));
    golden.put("0101800105" + "00", new PlatformStarted(at));
    golden.put(
        "0102800105" + "ac02" + "0102030405060708" + "03746370" + "03613a31" + "01da0400",
        new Connected(at, 300, 0x0102030405060708L, "tcp", "a:1", lifetime));
    golden.put(
        "0103800105" + "ac02" + "ffffffffffffffff" + "00" + "00" + "00",
        new Updated(at, 300, -1, "", "", Optional.empty()));
    golden.put(
        "0114800105" + "01" + "0000000000000002" + "046d717474" + "0174" + "01" + "01" + "02cafe",
        new Event.WillPublished(at, 1, 2, "mqtt", "t", 1, true, raw));
    golden.put("0104800105" + "01" + "0000000000000002" + "026f6b", new Gone(at, 1, 2, "ok"));
    golden.put(
        "0105800105"
            + "01"
            + "0000000000000002"
            + "03746370"
            + "022f31"
            + "54"
            + "01"
            + "01"
            + "0000000000000009"
            + "02cafe"
            + "00",
        new Reported(at, 1, 2, "tcp", "/1", 42, true, 9, raw, new Content.Opaque()));
    golden.put(
        "0105800105"
            + "01"
            + "0000000000000002"
            + "00"
            + "00"
            + "01"
            + "00"
            + "00"
            + "02cafe"
            + "0103e69da1",
        new Reported(at, 1, 2, "", "", -1, false, 0, raw, new Content.Undecodable("条")));
    golden.put(
        "0105800105"
            + "01"
            + "0000000000000002"
            + "00"
            + "00"
            + "01"
            + "00"
            + "00"
            + "02cafe"
            + "0503e69da1",
        new Reported(at, 1, 2, "", "", -1, false, 0, raw, new Content.Undecodable("条", true)));
    golden.put(
        "018c800105"
            + "01"
            + "0000000000000002"
            + "00"
            + "00"
            + "01"
            + "00"
            + "00"
            + "02cafe"
            + "00"
            + "01"
            + "0175"
            + "0131",
        new Reported(
            at,
            1,
            2,
            "",
            "",
            -1,
            false,
            0,
            raw,
            new Content.Opaque(),
            List.of(new UserProperty("u", "1"))));
    golden.put(
        "0106800105" + "01" + "0000000000000002" + "00" + "00" + "00" + "00",
        new Observed(at, 1, 2, "", "", 0, Bytes.EMPTY));
  }

  private static void goldenOfCommands(Instant at, Bytes raw, Map<String, Event> golden) {
    golden.put(
        "0107800105" + "01" + "03" + "02cafe" + "027b7d" + "1400" + "0161",
        new CommandSaved(at, 1, 3, raw, "{}", Duration.ofSeconds(10), "a"));
    golden.put("0108800105" + "01" + "03", new CommandSent(at, 1, 3));
    golden.put("0109800105" + "01" + "03", new CommandDelivered(at, 1, 3));
    golden.put("010a800105" + "01" + "03" + "0161" + "0162", new CommandFailed(at, 1, 3, "a", "b"));
    golden.put("010b800105" + "01" + "03" + "0161", new CommandCancelled(at, 1, 3, "a"));
    golden.put("010c800105" + "8001", new DeviceRemoved(at, 128));
    golden.put(
        "0132800105"
            + "01"
            + "03"
            + "02cafe"
            + "027b7d"
            + "1400"
            + "0161"
            + "04"
            + "827d"
            + "0163"
            + "01",
        new CommandSaved(
            at,
            1,
            3,
            raw,
            "{}",
            Duration.ofSeconds(10),
            "a",
            Optional.of(new Event.Task(2, new Content.ServiceRef(8001, "c"), Event.Task.NONE))));
    golden.put("0133800105" + "01" + "03" + "027b7d", new Event.CommandCompleted(at, 1, 3, "{}"));
    golden.put("0134800105" + "01" + "03", new Event.CommandUnanswered(at, 1, 3));
    golden.put(
        "0135800105" + "01" + "03" + "04" + "027b7d" + "0161",
        new Event.ResponseIgnored(at, 1, 3, 2, "{}", "a"));
  }

  private static void goldenOfRegistryAndObjects(Instant at, Bytes raw, Map<String, Event> golden) {
    String identity = "0132" + "8101" + "0164" + "016e" + "010173" + "00";
    DeviceIdentity who = new DeviceIdentity("2", 129, "d", "n", Optional.of("s"), Optional.empty());
    golden.put("013c800105" + "01" + identity, new DeviceCreated(at, 1, who));
    golden.put("013d800105" + "01" + identity, new DeviceDeleted(at, 1, who));
    ObjectContent read = new ObjectContent(0, raw, "[]", "b");
    golden.put(
        "0128800105" + "01" + "03" + "0152" + "022f33" + "01" + "02cafe" + "1400" + "0161",
        new OperationSaved(at, 1, 3, "R", "/3", -1, raw, Duration.ofSeconds(10), "a"));
    golden.put("0129800105" + "01" + "03", new OperationSent(at, 1, 3));
    golden.put(
        "012a800105" + "01" + "03" + "04322e3035" + "00" + "02cafe" + "025b5d" + "0162",
        new OperationAnswered(at, 1, 3, "2.05", read));
    golden.put(
        "012b800105" + "01" + "03" + "0161" + "0162", new OperationFailed(at, 1, 3, "a", "b"));
    golden.put("012c800105" + "01" + "03" + "0161", new OperationCancelled(at, 1, 3, "a"));
    golden.put(
        "012d800105"
            + "01"
            + "0000000000000002"
            + "0161"
            + "022f33"
            + "00"
            + "02cafe"
            + "025b5d"
            + "0162",
        new ObjectReported(at, 1, 2, "a", "/3", read));
  }

  private static int kinds(Class<?> family) {
    int kinds = 0;
    for (Class<?> member : family.getPermittedSubclasses()) {
      kinds += member.isInterface() ? kinds(member) : 1;
    }
    return kinds;
  }

  private static void decodeOrRefuse(byte[] bytes) {
    try {
      Event event = EventCodec.decode(bytes);
      assertThat(EventCodec.decode(EventCodec.encode(event))).isEqualTo(event);
    } catch (UnreadableRecord refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    }
  }

  @Provide
  Arbitrary<Event> events() {
    Arbitrary<Instant> at =
        Combinators.combine(
                Arbitraries.longs()
                    .between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                Arbitraries.integers().between(0, 999_999_999))
            .as(Instant::ofEpochSecond);
    Arbitrary<Long> number = Arbitraries.longs();
    Arbitrary<String> text =
        Arbitraries.oneOf(
            Arbitraries.strings().ascii().ofMaxLength(40),
            Arbitraries.of("", "lwm2ms", "[::1]:5683", "温度", "𝄞", "\u0000"));
    Arbitrary<Bytes> raw =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Bytes::copyOf);
    Arbitrary<Duration> duration =
        Combinators.combine(number, Arbitraries.integers().between(0, 999_999_999))
            .as(Duration::ofSeconds);
    Arbitrary<Optional<Duration>> lifetime = duration.optional();
    Arbitrary<Integer> format = Arbitraries.integers();
    Arbitrary<Boolean> flag = Arbitraries.of(true, false);
    Arbitrary<Content.ServiceRef> service =
        Combinators.combine(format, text).as(Content.ServiceRef::new);
    Arbitrary<Content> content =
        Arbitraries.oneOf(
            Arbitraries.just(new Content.Opaque()),
            Combinators.combine(text, flag).as(Content.Undecodable::new),
            Combinators.combine(service, text, text.list().ofMaxSize(3))
                .as(Content.Properties::new),
            Combinators.combine(service, format, text, text.list().ofMaxSize(3))
                .as(Content.Occurrence::new),
            Combinators.combine(service, number, text, text.list().ofMaxSize(3))
                .as(Content.Response::new));
    Arbitrary<ObjectContent> object =
        Combinators.combine(format, raw, text, text).as(ObjectContent::new);
    var head = Combinators.combine(at, number, number, text, text);
    var command = Combinators.combine(at, number, number, text, text);
    return Arbitraries.oneOf(
        at.map(PlatformStarted::new),
        Combinators.combine(at, number, number, text, text, lifetime).as(Connected::new),
        Combinators.combine(at, number, number, text, text, lifetime).as(Updated::new),
        Combinators.combine(at, number, number, text).as(Gone::new),
        head.as((a, d, s, door, channel) ->
                new Reported(
                    a, d, s, door, channel, 0, false, 0, Bytes.EMPTY, new Content.Opaque()))
            .flatMap(r ->
                Combinators.combine(format, flag, number, raw, content)
                    .as((f, c, k, b, x) ->
                        new Reported(
                            r.at(),
                            r.device(),
                            r.session(),
                            r.door(),
                            r.channel(),
                            f,
                            c,
                            k,
                            b,
                            x))),
        Combinators.combine(at, number, number, text, text, format, raw).as(Observed::new),
        Combinators.combine(at, number, number, text, text, flag, raw)
            .as((a, d, s, door, topic, retain, b) ->
                new Event.WillPublished(a, d, s, door, topic, 2, retain, b)),
        Combinators.combine(at, number, number, raw, text, duration, text)
            .as((a, d, c, b, t, l, by) -> new CommandSaved(a, d, c, b, t, l, by)),
        Combinators.combine(at, number, number, raw, text, duration, text, service)
            .as((a, d, c, b, t, l, by, s) ->
                new CommandSaved(
                    a, d, c, b, t, l, by, Optional.of(new Event.Task(d, s, (int) c.longValue())))),
        Combinators.combine(at, number, number, text).as(Event.CommandCompleted::new),
        Combinators.combine(at, number, number).as(Event.CommandUnanswered::new),
        Combinators.combine(at, number, number, number, text, text).as(Event.ResponseIgnored::new),
        Combinators.combine(at, number, number).as(CommandSent::new),
        Combinators.combine(at, number, number).as(CommandDelivered::new),
        command.as(CommandFailed::new),
        Combinators.combine(at, number, number, text).as(CommandCancelled::new),
        Combinators.combine(at, number).as(DeviceRemoved::new),
        Combinators.combine(at, number, identity(text, number)).as(DeviceCreated::new),
        Combinators.combine(at, number, identity(text, number)).as(DeviceDeleted::new),
        Combinators.combine(at, number, number, text, text, format, raw, duration)
            .as((a, d, o, action, path, f, b, ttl) ->
                new OperationSaved(a, d, o, action, path, f, b, ttl, action)),
        Combinators.combine(at, number, number).as(OperationSent::new),
        Combinators.combine(at, number, number, text, object).as(OperationAnswered::new),
        command.as(OperationFailed::new),
        Combinators.combine(at, number, number, text).as(OperationCancelled::new),
        Combinators.combine(at, number, number, text, text, object).as(ObjectReported::new));
  }

  private static Arbitrary<DeviceIdentity> identity(
      Arbitrary<String> text, Arbitrary<Long> number) {
    return Combinators.combine(text, number, text, text, text.optional(), text.optional())
        .as(DeviceIdentity::new);
  }
}
