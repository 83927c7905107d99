package io.openaep.platform.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.KeptMqttSession;
import io.openaep.platform.access.KeptMqttWill;
import io.openaep.platform.access.MqttReceived;
import io.openaep.platform.access.NotStored;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.SessionChange.DropMqttReceived;
import io.openaep.platform.access.SessionChange.DropMqttSession;
import io.openaep.platform.access.SessionChange.DropObservation;
import io.openaep.platform.access.SessionChange.DropRegistration;
import io.openaep.platform.access.SessionChange.SaveMqttReceived;
import io.openaep.platform.access.SessionChange.SaveMqttSession;
import io.openaep.platform.access.SessionChange.SaveMqttWill;
import io.openaep.platform.access.SessionChange.SaveObservation;
import io.openaep.platform.access.SessionChange.SaveRegistration;
import io.openaep.platform.access.Source;
import io.openaep.platform.journal.MemoryJournal;
import io.openaep.platform.journal.StateChange;
import io.openaep.platform.journal.UnreadableRecord;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class JournalSessionStoreTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456789Z");
  private static final DeviceRef METER =
      new DeviceRef(41, 15_500_001, "0123456789abcdef0123456789abcdef");
  private static final DeviceRef VALVE =
      new DeviceRef(42, 15_500_001, "fedcba9876543210fedcba9876543210");

  private final MemoryJournal journal = new MemoryJournal();
  private final JournalSessionStore store = new JournalSessionStore(journal);

  @Test
  void savedRegistrationsAndObservationsComeBackAsTheyWere() {
    Registration plain = registration(METER, "loc1", Optional.empty());
    Registration secured = registration(VALVE, "loc2", Optional.of("861234567890123"));
    Observation first = observation(METER, "a1", Optional.empty());
    Observation second = observation(VALVE, "b2", Optional.of("861234567890123"));
    save(
        new SaveRegistration(plain),
        new SaveRegistration(secured),
        new SaveObservation(first),
        new SaveObservation(second));
    assertThat(store.registrations()).containsExactlyInAnyOrder(plain, secured);
    assertThat(store.observations()).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void aDeviceHasOneRegistration() {
    save(new SaveRegistration(registration(METER, "old", Optional.empty())));
    Registration newer = registration(METER, "new", Optional.empty());
    save(new SaveRegistration(newer));
    assertThat(store.registrations()).containsExactly(newer);
  }

  @Test
  void droppingARegistrationDropsItsObservations() {
    Observation kept = observation(VALVE, "b2", Optional.empty());
    save(
        new SaveRegistration(registration(METER, "loc1", Optional.empty())),
        new SaveObservation(observation(METER, "a1", Optional.empty())),
        new SaveObservation(observation(METER, "a2", Optional.empty())),
        new SaveObservation(kept));
    save(new DropRegistration(METER.number()));
    assertThat(store.registrations()).isEmpty();
    assertThat(store.observations()).containsExactly(kept);
  }

  @Test
  void anObservationIsDroppedByItsToken() {
    Observation kept = observation(METER, "a2", Optional.empty());
    save(
        new SaveObservation(observation(METER, "a1", Optional.empty())),
        new SaveObservation(kept),
        new DropObservation(METER.number(), Bytes.hex("a1")));
    assertThat(store.observations()).containsExactly(kept);
  }

  @Test
  void mqttSessionsReceivedIdsAndWillsComeBackAsTheyWere() {
    KeptMqttSession session =
        new KeptMqttSession(
            METER,
            Duration.ofDays(7),
            Optional.of(NOON),
            65_535,
            List.of(
                new KeptMqttSession.Subscription("a/#", 2, 268_435_455),
                new KeptMqttSession.Subscription("温度", 0, 0)),
            List.of(
                new KeptMqttSession.Outgoing(1, 7_000_000_000L, 2, true),
                new KeptMqttSession.Outgoing(2, 8, 1, false)));
    KeptMqttSession open =
        new KeptMqttSession(VALVE, Duration.ZERO, Optional.empty(), 0, List.of(), List.of());
    MqttReceived received = new MqttReceived(METER.number(), 9, -5);
    KeptMqttWill will =
        new KeptMqttWill(
            new Source(VALVE, Door.MQTTS, -1, "[::1]:9"),
            "bye",
            Bytes.hex("00ff"),
            1,
            true,
            Duration.ofSeconds(30));
    save(
        new SaveMqttSession(session),
        new SaveMqttSession(open),
        new SaveMqttReceived(received),
        new SaveMqttWill(will));
    assertThat(store.mqtt().sessions()).containsExactlyInAnyOrder(session, open);
    assertThat(store.mqtt().received()).containsExactly(received);
    assertThat(store.mqtt().wills()).containsExactly(will);
  }

  @Test
  void droppingAnMqttSessionDropsWhatItReceived() {
    MqttReceived kept = new MqttReceived(VALVE.number(), 1, 3);
    save(
        new SaveMqttReceived(new MqttReceived(METER.number(), 1, 3)),
        new SaveMqttReceived(new MqttReceived(METER.number(), 2, 3)),
        new SaveMqttReceived(kept),
        new SaveMqttReceived(new MqttReceived(VALVE.number(), 2, 3)),
        new DropMqttReceived(VALVE.number(), 2),
        new DropMqttSession(METER.number()));
    assertThat(store.mqtt().received()).containsExactly(kept);
  }

  @Test
  void whatIsNotStoredIsNotReceipted() {
    journal.refuse("The disk is full.");
    assertThatThrownBy(() -> save(new DropRegistration(1)))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(NotStored.class)
        .hasMessage("The disk is full.");
  }

  @Test
  void aSessionOfANewerReleaseStopsTheStartWithASentence() {
    journal
        .append(
            List.of(),
            List.of(new StateChange("registration", "1", 1, Optional.of(Bytes.hex("0900")))))
        .toCompletableFuture()
        .join();
    assertThatThrownBy(store::registrations)
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("format 9")
        .hasMessageContaining("start the release that wrote it");
  }

  /// Files of the field must stay readable, so these bytes may never change.
  @Test
  void versionOneStaysAsItWas() {
    Observation observation =
        new Observation(
            Bytes.hex("cafe"), new DeviceRef(1, 2, "d"), 3, "/1", "h", 300, Optional.of("p"), true);
    String golden =
        "01" + "01020164" + "02cafe" + "0000000000000003" + "022f310168ac02010170" + "01";
    assertThat(SessionCodec.encode(observation).toHex()).isEqualTo(golden);
    assertThat(SessionCodec.observation(Bytes.hex(golden))).isEqualTo(observation);
    Registration registration =
        new Registration(
            new DeviceRef(1, 2, "d"),
            "l",
            3,
            "e",
            Duration.ofSeconds(64),
            "U",
            "1",
            "o",
            "h",
            300,
            Optional.empty(),
            Optional.empty(),
            Instant.ofEpochSecond(1),
            Instant.ofEpochSecond(2));
    golden =
        "01"
            + "01020164"
            + "016c"
            + "0000000000000003"
            + "0165"
            + "800100"
            + "0155"
            + "0131"
            + "016f"
            + "0168ac0200"
            + "0200"
            + "0400";
    assertThat(SessionCodec.registration(Bytes.hex(golden))).isEqualTo(registration);
  }

  @Test
  void versionTwoOfARegistrationHasItsAccessPointName() {
    Registration registration =
        new Registration(
            new DeviceRef(1, 2, "d"),
            "l",
            3,
            "e",
            Duration.ofSeconds(64),
            "U",
            "1",
            "o",
            "h",
            300,
            Optional.empty(),
            Optional.of("ctnb"),
            Instant.ofEpochSecond(1),
            Instant.ofEpochSecond(2));
    String golden =
        "0201020164016c00000000000000030165800100015501310"
            + "16f0168ac02000200040001"
            + "0463746e62";
    assertThat(SessionCodec.encode(registration).toHex()).isEqualTo(golden);
    assertThat(SessionCodec.registration(Bytes.hex(golden))).isEqualTo(registration);
  }

  private void save(SessionChange... changes) {
    assertThat(store.save(List.of(changes)).toCompletableFuture().join().repeated()).isFalse();
  }

  private static Registration registration(
      DeviceRef device, String location, Optional<String> pskIdentity) {
    return new Registration(
        device,
        location,
        0x8000_0000_0000_0001L,
        "urn:imei:861234567890123",
        Duration.ofDays(1),
        "UQ",
        "1.0",
        "</>;rt=\"oma.lwm2m\",</19/0>",
        "2001:db8::1",
        65_535,
        pskIdentity,
        Optional.of("psm0.eDRX0.ctnb"),
        NOON,
        NOON.plusSeconds(30));
  }

  private static Observation observation(
      DeviceRef device, String token, Optional<String> pskIdentity) {
    return new Observation(
        Bytes.hex(token), device, -1, "/19/0/0", "192.0.2.7", 5683, pskIdentity, false);
  }
}
