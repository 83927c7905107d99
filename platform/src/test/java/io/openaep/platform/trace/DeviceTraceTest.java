package io.openaep.platform.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.Tap.Direction;
import io.openaep.platform.access.Tap.Party;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTraceTest {
  private static final String IMEI = "861234567890123";
  private static final Party METER = new Party.Device(new DeviceRef(7, 10000001, "00ff"));

  private SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final DeviceTrace trace = trace(4, 1 << 20);

  private DeviceTrace trace(int lastMessages, int memoryBytes) {
    meters = new SimpleMeterRegistry();
    return new DeviceTrace(
        new TraceSettings(
            lastMessages, memoryBytes, memoryBytes, 8, 100, 10_000, 2, Duration.ofHours(1)),
        () -> now,
        meters);
  }

  private static Tap.Message message(String hex) {
    return new Tap.Message(
        Direction.IN, Door.LWM2M, "192.0.2.7:40000", Bytes.hex(hex), () -> "words of " + hex);
  }

  private List<String> words() {
    return trace.read("00ff", List.of(IMEI), 0, 1000).stream().map(TraceEntry::words).toList();
  }

  @Test
  void messageIsShownWithEverythingAndWhatBecameOfIt() {
    Tap.Seen seen = trace.passed(METER, message("4401"));
    TraceEntry before = trace.read("00ff", List.of(), 0, 10).getFirst();
    assertThat(before.fate()).isEmpty();
    seen.became("stored at 12");

    TraceEntry entry = trace.read("00ff", List.of(), 0, 10).getFirst();
    assertThat(entry.at()).isEqualTo(now);
    assertThat(entry.direction()).contains(Direction.IN);
    assertThat(entry.remote()).isEqualTo("192.0.2.7:40000");
    assertThat(entry.raw()).isEqualTo(Bytes.hex("4401"));
    assertThat(entry.words()).isEqualTo("words of 4401");
    assertThat(entry.fate()).contains("stored at 12");
  }

  @Test
  void onlyTheLastMessagesOfADeviceAreKept() {
    for (int i = 10; i < 20; i++) {
      trace.passed(METER, message("" + i));
    }
    assertThat(words()).containsExactly("words of 16", "words of 17", "words of 18", "words of 19");
    long after = trace.read("00ff", List.of(), 0, 10).get(1).sequence();
    assertThat(trace.read("00ff", List.of(), after, 10)).hasSize(2);
    assertThat(trace.read("00ff", List.of(), 0, 1).getFirst().words()).isEqualTo("words of 19");
  }

  @Test
  void watchedDeviceKeepsMoreUntilTheTimeIsOver() {
    trace.watch("00ff", List.of(IMEI), Duration.ofMinutes(5));
    for (int i = 10; i < 30; i++) {
      trace.passed(METER, message("" + i));
    }
    assertThat(words()).hasSize(20);
    assertThat(trace.watchedUntil("00ff")).contains(now.plus(Duration.ofMinutes(5)));

    now = now.plus(Duration.ofMinutes(5));
    assertThat(trace.watchedUntil("00ff")).isEmpty();
    for (int i = 30; i < 40; i++) {
      trace.passed(METER, message("" + i));
    }
    assertThat(words()).hasSize(24).startsWith("words of 10").endsWith("words of 39");
  }

  @Test
  void nothingIsKeptOfOthersWhenOnlyWatchedOnesAre() {
    DeviceTrace quiet = trace(0, 1 << 20);
    assertThat(quiet.looksAt(METER)).isFalse();
    quiet.passed(METER, message("01")).became("lost");
    assertThat(quiet.read("00ff", List.of(), 0, 10)).isEmpty();
    quiet.watch("00ff", List.of(), Duration.ofMinutes(1));
    quiet.passed(METER, message("02"));
    assertThat(quiet.read("00ff", List.of(), 0, 10)).hasSize(1);
  }

  @Test
  void refusalIsFoundUnderEveryFormOfTheName() {
    Refusals refusals = new Refusals(meters, trace);
    String remote = "[2001:db8::7]:5683";
    refusals.refused(Door.LWM2MS, "bad_credentials", IMEI, remote, "PSK does not match");
    refusals.refused(Door.LWM2M, "wrong_door", "urn:imei:" + IMEI, remote, "demands DTLS");
    refusals.refused(Door.LWM2M, "x", "URN:IMEI-IMSI:" + IMEI + "-460001", remote, "other form");
    refusals.refused(Door.LWM2M, "malformed", "-", remote, "not CoAP");

    assertThat(trace.read("00ff", List.of(IMEI), 0, 10))
        .extracting(it -> it.fate().orElseThrow())
        .containsExactly(
            "refused: PSK does not match", "refused: demands DTLS", "refused: other form");
    assertThat(trace.stranger("urn:imei:" + IMEI, 0, 10)).hasSize(3);
    assertThat(trace.stranger("@[2001:db8::7]", 0, 10).getFirst().fate())
        .contains("refused: not CoAP");
  }

  /// A registration comes from a stranger until its sender is known.
  @Test
  void aStrangersMessageThatBelongsToADeviceIsShownOnce() {
    Tap.Message registration = message("01");
    Tap.Seen seen = trace.passed(new Party.Stranger("urn:imei:" + IMEI), registration);
    trace.belongs(seen, METER, registration).became("stored at 7");
    assertThat(trace.read("00ff", List.of(IMEI), 0, 10))
        .extracting(it -> it.fate().orElseThrow())
        .containsExactly("stored at 7");
    assertThat(trace.read("00ff", List.of(), 0, 10)).hasSize(1);
  }

  @Test
  void whoeverCallsItselfLikeADeviceCannotPushItsMessagesOut() {
    trace.passed(METER, message("01"));
    for (int i = 0; i < 100; i++) {
      trace.passed(new Party.Stranger("00ff"), message("02"));
    }
    assertThat(words()).contains("words of 01").hasSize(5);
  }

  @Test
  void memoryIsBoundedWhateverComes() {
    DeviceTrace small = trace(16, 64 << 10);
    for (int i = 0; i < 20_000; i++) {
      small.passed(new Party.Device(new DeviceRef(i, 1, "d" + i)), message("0102030405060708"));
      small.passed(new Party.Stranger("s" + i), message("01"));
    }
    double bytes =
        meters.get("openaep.trace.memory").gauges().stream()
            .mapToDouble(it -> it.value())
            .max()
            .orElseThrow();
    assertThat(bytes).isBetween(10_000.0, 128.0 * 1024 + 20_000);
    assertThat(small.read("d19999", List.of(), 0, 10)).hasSize(1);
    assertThat(small.read("d0", List.of(), 0, 10)).isEmpty();
    assertThat(meters.get("openaep.trace.forgotten").tag("of", "device").counter().count())
        .isGreaterThan(19_000);
  }

  @Test
  void longMessageIsCutAndItsLengthTold() {
    trace.passed(METER, message("010203040506070809"));
    TraceEntry entry = trace.read("00ff", List.of(), 0, 10).getFirst();
    assertThat(entry.raw().toHex()).isEqualTo("0102030405060708");
    assertThat(entry.lengthBytes()).isEqualTo(9);
    assertThat(entry.words()).isEqualTo("words of 010203040506070809");
  }

  @Test
  void watchingIsBoundedWithASentence() {
    Duration minute = Duration.ofMinutes(1);
    trace.watch("a", List.of(), minute);
    trace.watch("b", List.of(), minute);
    assertThatThrownBy(() -> trace.watch("c", List.of(), minute))
        .isInstanceOf(TraceRefused.class)
        .hasMessageContaining("2 devices are watched");
    assertThatThrownBy(() -> trace.watch("a", List.of(), Duration.ofMinutes(61)))
        .isInstanceOf(TraceRefused.class)
        .hasMessageContaining("60 minutes");
    trace.watch("b", List.of(), Duration.ZERO);
    trace.watch("c", List.of(), minute);
    assertThat(trace.watchedUntil("c")).isPresent();
  }

  @Test
  void faultInDescribingAMessageDoesNotHideIt() {
    trace.passed(
        METER,
        new Tap.Message(
            Direction.OUT,
            Door.TCP,
            "192.0.2.7:1",
            Bytes.hex("06"),
            () -> {
              throw new IllegalStateException("broken");
            }));
    assertThat(words()).containsExactly("(cannot be described: IllegalStateException)");
  }
}
