package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.BLOCK1;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.LOCATION_PATH;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.MAX_AGE;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.NON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_PATH;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_QUERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.platform.access.lwm2m.coap.RawDevice;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Registration, update, deregistration and lifetime on the plain door.
class RegistrationTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String IMEI = "868543060974334";

  private final Bed bed = new Bed();
  private final TestDevice device = bed.device(IMEI);

  @AfterEach
  void stop() {
    bed.close();
  }

  private Registration row() {
    assertThat(bed.platform.registrations).hasSize(1);
    return bed.platform.registrations.values().iterator().next();
  }

  @Test
  void aDeviceThatRegistersAllTheTimeIsToldToComeBackAndItsNeighbourIsNot() {
    bed.platform.device(IMEI, Optional.empty(), false);
    bed.platform.device("868543060974399", Optional.empty(), false);
    int limit = Lwm2mConfig.Limits.STANDARD.registrationsPerMinute();
    TestDevice flooding = bed.device(IMEI);
    for (int i = 0; i < limit; i++) {
      flooding.register();
    }
    CoapBytes refused = flooding.exchange(flooding.registration());
    assertThat(refused.code).isEqualTo(503);
    assertThat(refused.number(CoapBytes.MAX_AGE)).isEqualTo(30);
    assertThat(bed.refused(Door.LWM2M, "registration_flood")).isEqualTo(1);
    bed.device("868543060974399").register();
    bed.clock.advance(Duration.ofMinutes(1));
    flooding.register();
  }

  @Test
  void accessPointNameIsKeptAlsoOverAnUpdateAndAnOddOneIsPassedOver() {
    bed.platform.device(IMEI, Optional.empty(), false);
    TestDevice device = bed.device(IMEI);
    device.registered(
        device.exchange(
            device.registration(
                7, "ep=" + IMEI, "lwm2m=1.0", "b=UQ", "apn=psm0.eDRX0.ctnb", "lt=300")));
    assertThat(bed.platform.registration(1).apn()).contains("psm0.eDRX0.ctnb");
    assertThat(device.exchange(device.update("lt=500")).code).isEqualTo(204);
    assertThat(bed.platform.registration(1).apn()).contains("psm0.eDRX0.ctnb");
    device.registered(
        device.exchange(device.registration(9, "ep=" + IMEI, "lwm2m=1.0", "apn=a b")));
    assertThat(bed.platform.registration(1).apn()).isEmpty();
  }

  @Test
  void deviceThatExistsIsRegistered() {
    bed.platform.device(IMEI, Optional.empty(), false);
    device.register();
    Registration row = row();
    assertThat(row.location()).isEqualTo(device.location).hasSize(12);
    assertThat(row.endpoint()).isEqualTo(IMEI);
    assertThat(row.lifetime()).isEqualTo(Duration.ofDays(1));
    assertThat(row.binding()).isEqualTo("U");
    assertThat(row.version()).isEqualTo("1.0");
    assertThat(row.objects()).isEqualTo(TestDevice.OBJECTS);
    assertThat(row.host()).isEqualTo("127.0.0.1");
    assertThat(row.port()).isEqualTo(device.raw.port());
    assertThat(row.pskIdentity()).isEmpty();
    Inbound.Connected connected = bed.events(Inbound.Connected.class).getFirst();
    assertThat(connected.at()).isEqualTo(bed.clock.instant());
    assertThat(connected.lifetime()).contains(Duration.ofDays(1));
    assertThat(connected.source().door()).isEqualTo(Door.LWM2M);
    assertThat(connected.source().remote()).isEqualTo("127.0.0.1:" + device.raw.port());
    assertThat(connected.source().session()).isEqualTo(row.session());
    assertThat(bed.session(1).source().device().number()).isEqualTo(1);
    device.raw.expectSilence(SHORT); // no observe request: the profile says so
  }

  @Test
  void literalRegistrationOfModuleIsUnderstood() {
    bed.platform.device(IMEI, Optional.empty(), false);
    // 44 02 1234 01020304, Uri-Path "rd", Content-Format 40, ep=868543060974334, lt=300, no lwm2m
    byte[] datagram =
        HexFormat.of()
            .parseHex(
                "4402123401020304"
                    + "b27264"
                    + "1128"
                    + "3d05"
                    + "65703d383638353433303630393734333334"
                    + "06"
                    + "6c743d333030"
                    + "ff"
                    + "3c2f31392f303e");
    device.raw.send(datagram);
    device.registered(device.raw.receive());
    assertThat(row().lifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(row().objects()).isEqualTo("</19/0>");
  }

  @Test
  void answerLeavesOnlyAfterTheCommitAndIsRepeatedForDuplicates() {
    bed.platform.device(IMEI, Optional.empty(), false);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    CoapBytes registration = device.registration();
    device.raw.send(registration);
    device.raw.send(registration);
    device.raw.expectSilence(Duration.ofMillis(250));
    assertThat(bed.sessions.size()).isZero();
    bed.platform.commitWaiting();
    CoapBytes created = device.raw.receive();
    device.registered(created);
    device.raw.send(registration);
    assertThat(device.raw.receive().toString()).isEqualTo(created.toString());
    assertThat(bed.events(Inbound.Connected.class)).hasSize(1);
  }

  @Test
  void fullDiskIsAnsweredUnavailableAndTheNextAttemptSucceeds() {
    bed.platform.device(IMEI, Optional.empty(), false);
    bed.platform.disk = FakePlatform.Disk.FULL;
    CoapBytes registration = device.registration();
    CoapBytes answer = device.exchange(registration);
    assertThat(answer.code).isEqualTo(503);
    assertThat(answer.number(MAX_AGE)).isEqualTo(30);
    bed.platform.disk = FakePlatform.Disk.WORKS;
    assertThat(device.exchange(registration).code).isEqualTo(503); // the same message
    device.register();
    assertThat(bed.platform.registrations).hasSize(1);
    assertThat(bed.uplinks(Door.LWM2M, "not_stored")).isEqualTo(1);
    assertThat(bed.uplinks(Door.LWM2M, "stored")).isEqualTo(1);
  }

  @Test
  void stuckDiskIsAnsweredUnavailableBeforeTheDeviceGivesUp() {
    try (Bed bed =
        new Bed(Lwm2mConfig.Limits.STANDARD, Bed.storingWithin(Duration.ofMillis(400)))) {
      TestDevice device = bed.device(IMEI);
      bed.platform.device(IMEI);
      bed.platform.disk = FakePlatform.Disk.WAITS;
      assertThat(device.exchange(device.registration()).code).isEqualTo(503);
      assertThat(bed.platform.registrations).isEmpty();
      bed.platform.commitWaiting();
      device.raw.expectSilence(SHORT); // nor is a device observed that does not know of it
      CoapBytes answer = device.exchange(device.registration());
      while (answer.code == 503) {
        answer = device.exchange(device.registration()); // a slow machine does not make it in time
      }
      device.registered(answer); // replaces the one that nobody was told of
      assertThat(bed.platform.registration(1).location()).isEqualTo(device.location);
    }
  }

  @Test
  void unknownDeviceIsForbidden() {
    CoapBytes answer = device.exchange(device.registration());
    assertThat(answer.code).isEqualTo(403);
    assertThat(bed.refused(Door.LWM2M, "unknown_device")).isEqualTo(1);
    assertThat(bed.platform.asked).isEmpty();
  }

  @Test
  void malformedRegistrationsGetBadRequestWithOneSentence() {
    bed.platform.device(IMEI);
    for (String[] query :
        new String[][] {
          {"lt=86400", "lwm2m=1.0"},
          {"ep=", "lt=86400"},
          {"ep=" + IMEI, "lt=never"},
          {"ep=" + IMEI, "lt=0"},
          {"ep=" + IMEI, "lt=99999999999"},
          {"ep=" + IMEI, "b=quatsch"},
          {"ep=" + IMEI, "lwm2m=one"},
          {"ep=" + IMEI, "ep=" + IMEI},
          {"ep=with space"}
        }) {
      CoapBytes answer = device.exchange(device.registration(device.nextMid(), query));
      assertThat(answer.code).as(Arrays.toString(query)).isEqualTo(400);
      assertThat(answer.text()).isNotBlank().doesNotContain("Exception", "\n");
    }
    CoapBytes badLinks = device.registration(device.nextMid(), "ep=" + IMEI).payload("<1/0,oops");
    assertThat(device.exchange(badLinks).code).isEqualTo(400);
    CoapBytes badText =
        device.registration(device.nextMid(), "ep=" + IMEI).payload(new byte[] {(byte) 0xff});
    assertThat(device.exchange(badText).code).isEqualTo(400);
    assertThat(bed.refused(Door.LWM2M, "malformed")).isEqualTo(11);
  }

  @Test
  void unsupportedVersionIsPreconditionFailed() {
    bed.platform.device(IMEI, Optional.empty(), false);
    CoapBytes answer =
        device.exchange(device.registration(device.nextMid(), "ep=" + IMEI, "lwm2m=2.0"));
    assertThat(answer.code).isEqualTo(412);
    CoapBytes newer =
        device.exchange(device.registration(device.nextMid(), "ep=" + IMEI, "lwm2m=1.1"));
    assertThat(newer.code).isEqualTo(201);
  }

  @Test
  void lifetimeDefaultsToOneDay() {
    bed.platform.device(IMEI, Optional.empty(), false);
    device.registered(
        device.exchange(device.registration(device.nextMid(), "ep=urn:imei:" + IMEI)));
    assertThat(row().lifetime()).isEqualTo(Duration.ofDays(1));
    assertThat(row().endpoint()).isEqualTo("urn:imei:" + IMEI);
  }

  @Test
  void newRegistrationReplacesTheOld() {
    bed.platform.device(IMEI);
    device.register();
    device.answerObserve("first");
    String old = device.location;
    byte[] oldToken = device.observed;
    bed.awaitEvents(Inbound.Observed.class, 1);
    device.register();
    device.answerObserve("second");
    bed.awaitEvents(Inbound.Observed.class, 2);
    assertThat(device.location).isNotEqualTo(old);
    assertThat(device.observed).isNotEqualTo(oldToken);
    assertThat(device.exchange(device.request(2, old)).code).isEqualTo(404);
    assertThat(bed.platform.observations).hasSize(1);
    assertThat(bed.platform.registrations).hasSize(1);
    CoapBytes stale = new CoapBytes(CON, 205, device.nextMid(), oldToken).uint(6, 9).payload("x");
    device.raw.send(stale);
    device.raw.expectReset(stale.mid);
    assertThat(bed.events(Inbound.Gone.class)).isEmpty();
    assertThat(bed.sessions.size()).isEqualTo(1);
  }

  @Test
  void updateChangesWhatItNamesAndFollowsTheAddress() {
    bed.platform.device(IMEI, Optional.empty(), false);
    device.register();
    bed.clock.advance(Duration.ofMinutes(5));
    device.raw.move();
    CoapBytes answer = device.exchange(device.update("lt=600", "b=UQ").payload("</19/0>"));
    assertThat(answer.code).isEqualTo(204);
    Registration row = row();
    assertThat(row.lifetime()).isEqualTo(Duration.ofMinutes(10));
    assertThat(row.binding()).isEqualTo("UQ");
    assertThat(row.objects()).isEqualTo("</19/0>");
    assertThat(row.port()).isEqualTo(device.raw.port());
    assertThat(row.updatedAt()).isEqualTo(bed.clock.instant());
    assertThat(row.location()).isEqualTo(device.location);
    assertThat(device.exchange(device.update()).code).isEqualTo(204);
    assertThat(row().lifetime()).isEqualTo(Duration.ofMinutes(10));
    assertThat(row().objects()).isEqualTo("</19/0>");
    assertThat(bed.events(Inbound.Updated.class)).hasSize(2);
    assertThat(bed.session(1).source().remote()).isEqualTo("127.0.0.1:" + device.raw.port());
  }

  @Test
  void updateIsAnsweredAfterItsCommit() {
    bed.platform.device(IMEI, Optional.empty(), false);
    device.register();
    bed.platform.disk = FakePlatform.Disk.WAITS;
    CoapBytes update = device.update("lt=600");
    device.raw.send(update);
    device.raw.expectSilence(SHORT);
    bed.platform.commitWaiting();
    assertThat(device.raw.receive().code).isEqualTo(204);
    bed.platform.disk = FakePlatform.Disk.FULL;
    assertThat(device.exchange(device.update("lt=700")).code).isEqualTo(503);
    bed.platform.disk = FakePlatform.Disk.WORKS;
    assertThat(device.exchange(device.update()).code).isEqualTo(204);
    assertThat(row().lifetime()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void unknownLocationIsNotFound() {
    assertThat(device.exchange(device.request(2, "nothing")).code).isEqualTo(404);
    assertThat(device.exchange(device.request(4, "nothing")).code).isEqualTo(404);
    assertThat(bed.refused(Door.LWM2M, "unknown_location")).isEqualTo(2);
  }

  @Test
  void deregistrationIsAnsweredAfterItsCommitAndDropsEverything() {
    bed.platform.device(IMEI);
    device.register();
    device.answerObserve("first");
    bed.awaitEvents(Inbound.Observed.class, 1);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    device.raw.send(device.deregistration());
    device.raw.expectSilence(SHORT);
    bed.platform.commitWaiting();
    assertThat(device.raw.receive().code).isEqualTo(202);
    assertThat(bed.platform.registrations).isEmpty();
    assertThat(bed.platform.observations).isEmpty();
    assertThat(bed.sessions.size()).isZero();
    Inbound.Gone gone = bed.events(Inbound.Gone.class).getFirst();
    assertThat(gone.cause()).isEqualTo(GoneCause.LEFT);
    CoapBytes report = device.report(CON, "late");
    device.raw.send(report);
    device.raw.expectReset(report.mid);
    assertThat(device.exchange(device.deregistration()).code).isEqualTo(404);
  }

  @Test
  void failedDeregistrationLeavesTheRegistration() {
    bed.platform.device(IMEI, Optional.empty(), false);
    device.register();
    bed.platform.disk = FakePlatform.Disk.FULL;
    assertThat(device.exchange(device.deregistration()).code).isEqualTo(503);
    bed.platform.disk = FakePlatform.Disk.WORKS;
    assertThat(device.exchange(device.update()).code).isEqualTo(204);
    assertThat(device.exchange(device.deregistration()).code).isEqualTo(202);
  }

  @Test
  void objectListMayComeInBlocks() {
    bed.platform.device(IMEI, Optional.empty(), false);
    String objects = TestDevice.OBJECTS + ",</3303/0>".repeat(3);
    byte[] body = objects.getBytes(StandardCharsets.UTF_8);
    int blocks = (body.length + 31) / 32;
    List<CoapBytes> answers = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      CoapBytes answer =
          device.exchange(
              new CoapBytes(CON, 2, device.nextMid(), new byte[] {7})
                  .option(URI_PATH, "rd")
                  .option(URI_QUERY, "ep=" + IMEI)
                  .block(BLOCK1, i, i < blocks - 1, 1)
                  .payload(Arrays.copyOfRange(body, 32 * i, Math.min(body.length, 32 * i + 32))));
      assertThat(answer.code).isEqualTo(i < blocks - 1 ? 231 : 201);
      answers.add(answer);
    }
    assertThat(row().objects()).isEqualTo(objects);
    assertThat(answers.getLast().texts(LOCATION_PATH)).hasSize(2);
  }

  @Test
  void messageIdThatStartsAnewAfterResetIsNotTakenForDuplicate() {
    bed.platform.device(IMEI, Optional.empty(), false);
    device.registered(device.exchange(device.registration(1, "ep=" + IMEI, "lt=100")));
    CoapBytes afterReset =
        new CoapBytes(CON, 2, 1, new byte[] {0x55})
            .option(URI_PATH, "rd")
            .option(URI_QUERY, "ep=" + IMEI);
    device.raw.send(afterReset);
    device.raw.expectSilence(SHORT);
    device.registered(device.exchange(afterReset));
    assertThat(bed.events(Inbound.Connected.class)).hasSize(2);
  }

  @Test
  void pathsAndMethodsThatAreNotServedGetTheirCodes() {
    CoapBytes read = new CoapBytes(CON, 1, device.nextMid(), new byte[] {1});
    assertThat(device.exchange(read.option(URI_PATH, "rd")).code).isEqualTo(405);
    CoapBytes elsewhere = new CoapBytes(CON, 2, device.nextMid(), new byte[] {2});
    assertThat(device.exchange(elsewhere.option(URI_PATH, "bs")).code).isEqualTo(404);
    assertThat(bed.refused(Door.LWM2M, "unknown_path")).isEqualTo(1);
    assertThat(bed.refused(Door.LWM2M, "unknown_method")).isEqualTo(1);
  }

  @Test
  void unknownCriticalOptionAndBrokenDatagramsAreRefusedAndCounted() {
    CoapBytes critical =
        new CoapBytes(CON, 2, device.nextMid(), new byte[] {1})
            .option(URI_PATH, "rd")
            .option(2049, (byte) 1);
    CoapBytes answer = device.exchange(critical);
    assertThat(answer.code).as(answer.text()).isEqualTo(402);
    assertThat(answer.text()).doesNotContain("Exception", "at org.");
    CoapBytes malformedAndCritical =
        new CoapBytes(CON, 2, device.nextMid(), new byte[] {2})
            .option(URI_PATH, "rd")
            .option(17, new byte[] {1, 2, 3, 4, 5}); // Accept has at most two bytes
    CoapBytes malformed = device.exchange(malformedAndCritical);
    assertThat(malformed.code).as(malformed.text()).isEqualTo(402);
    CoapBytes malformedAndElective =
        new CoapBytes(CON, 2, device.nextMid(), new byte[] {3})
            .option(URI_PATH, "rd")
            .option(60, new byte[] {1, 2, 3, 4, 5}); // Size1 has at most four bytes
    assertThat(device.exchange(malformedAndElective).text()).isEqualTo("ep is missing");
    device.raw.send(HexFormat.of().parseHex("4402000a010203")); // token cut short
    device.raw.expectReset(10);
    device.raw.send(HexFormat.of().parseHex("ffffffff"));
    device.raw.send(HexFormat.of().parseHex("00"));
    CoapBytes emptyPayload = new CoapBytes(NON, 2, 9, new byte[0]).option(URI_PATH, "rd");
    byte[] marker = Arrays.copyOf(emptyPayload.encode(), emptyPayload.encode().length + 1);
    marker[marker.length - 1] = (byte) 0xff;
    device.raw.send(marker);
    await().until(() -> bed.refused(Door.LWM2M, "malformed") == 7);
    assertThat(device.exchange(device.registration()).code).isEqualTo(403); // still alive
  }

  @Test
  void pingIsAnsweredReset() {
    device.raw.send(new CoapBytes(CON, 0, 77, new byte[0]));
    device.raw.expectReset(77);
  }

  @Test
  void bothFamiliesShareThePort() {
    bed.platform.device(IMEI);
    RawDevice raw =
        bed.raw(new InetSocketAddress(Bed.V6, bed.server.port(Door.LWM2M).orElseThrow()));
    TestDevice overV6 = new TestDevice(raw, IMEI);
    overV6.register();
    overV6.answerObserve("first");
    overV6.reported("over v6");
    assertThat(row().host()).isEqualTo("0:0:0:0:0:0:0:1");
    List<Inbound.Report> reports = bed.events(Inbound.Report.class);
    assertThat(reports.getFirst().source().remote()).isEqualTo("[0:0:0:0:0:0:0:1]:" + raw.port());
  }
}
