package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.wire.Bytes;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The door with pre-shared keys: who may do what is decided by the PSK identity.
class DtlsTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final CipherSuite CCM = CipherSuite.TLS_PSK_WITH_AES_128_CCM_8;
  private static final String IMEI = "868543060974334";
  private static final String OTHER = "868543060974335";
  private static final Bytes KEY = Bytes.utf8("TYvoiTk34D3NZ6GN");
  private static final Bytes OTHER_KEY = Bytes.utf8("0123456789abcdef");

  private final Bed bed = new Bed();
  private final List<DtlsDevice> devices = new ArrayList<>();

  @AfterEach
  void stop() {
    devices.forEach(DtlsDevice::close);
    bed.close();
  }

  private DtlsDevice device(String identity, Bytes key) {
    return device(bed.at(Door.LWM2MS), identity, key, CCM);
  }

  private DtlsDevice device(InetSocketAddress at, String identity, Bytes key, CipherSuite suite) {
    DtlsDevice device = new DtlsDevice(at, identity, key, suite);
    devices.add(device);
    return device;
  }

  private DtlsDevice observed(String imei, Bytes key) {
    bed.platform.device(imei, Optional.of(key), true);
    DtlsDevice device = device(imei, key);
    device.register("urn:imei:" + imei);
    device.answerObserve("first");
    bed.awaitEvents(Inbound.Observed.class, 1);
    return device;
  }

  @ParameterizedTest
  @EnumSource(
      value = CipherSuite.class,
      names = {"TLS_PSK_WITH_AES_128_CCM_8", "TLS_PSK_WITH_AES_128_CBC_SHA256"})
  void bothSuitesCarryEverythingAndConnectionIdIsOffered(CipherSuite suite) {
    bed.platform.device(IMEI, Optional.of(KEY), true);
    DtlsDevice device = device(bed.at(Door.LWM2MS), IMEI, KEY, suite);
    device.register(IMEI);
    device.answerObserve("first");
    CoapBytes report = device.report(2, "reading");
    assertThat(device.exchange(report).type).isEqualTo(CoapBytes.ACK);
    assertThat(device.cipher()).isEqualTo(suite.name());
    assertThat(device.serverConnectionId()).matches("CID=[0-9A-F]{12}");
    CompletableFuture<SendOutcome> outcome = bed.send(1, "a");
    CoapBytes write = device.receive();
    assertThat(write.code).isEqualTo(3);
    device.send(new CoapBytes(CoapBytes.ACK, 204, write.mid, write.token));
    assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    assertThat(device.exchange(device.request(2, device.location)).code).isEqualTo(204);
    Registration row = bed.platform.registration(1);
    assertThat(row.pskIdentity()).contains(IMEI);
    Inbound.Report stored = bed.events(Inbound.Report.class).getFirst();
    assertThat(stored.source().door()).isEqualTo(Door.LWM2MS);
    assertThat(device.exchange(device.request(4, device.location)).code).isEqualTo(202);
  }

  @Test
  void otherSuitesAreNotOffered() {
    bed.platform.device(IMEI, Optional.of(KEY), true);
    DtlsDevice device =
        device(bed.at(Door.LWM2MS), IMEI, KEY, CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256);
    device.send(device.registration(IMEI));
    assertThat(device.receive(Duration.ofMillis(700))).isEmpty();
    assertThat(bed.platform.asked).isEmpty();
  }

  @Test
  void overIpv6() {
    bed.platform.device(IMEI, Optional.of(KEY), false);
    InetSocketAddress v6 =
        new InetSocketAddress(Bed.V6, bed.server.port(Door.LWM2MS).orElseThrow());
    DtlsDevice device = device(v6, IMEI, KEY, CCM);
    device.register(IMEI);
    assertThat(bed.platform.registration(1).host()).isEqualTo("0:0:0:0:0:0:0:1");
  }

  @Test
  void wrongKeyIsNotAnsweredAndTold() {
    bed.platform.device(IMEI, Optional.of(KEY), true);
    DtlsDevice device = device(IMEI, OTHER_KEY);
    device.send(device.registration(IMEI));
    await().until(() -> bed.refused(Door.LWM2MS, "bad_credentials") > 0);
    assertThat(device.receive(SHORT)).isEmpty();
    assertThat(bed.platform.asked).isEmpty();
  }

  @Test
  void unknownIdentityIsNotAnsweredAndTold() {
    DtlsDevice device = device("999999999999999", KEY);
    device.send(device.registration("999999999999999"));
    await().until(() -> bed.refused(Door.LWM2MS, "unknown_identity") > 0);
    assertThat(device.receive(SHORT)).isEmpty();
  }

  @Test
  void endpointMustBelongToTheIdentity() {
    bed.platform.device(IMEI, Optional.of(KEY), true);
    bed.platform.device(OTHER, Optional.of(OTHER_KEY), true);
    DtlsDevice device = device(IMEI, KEY);
    assertThat(device.exchange(device.registration(OTHER)).code).isEqualTo(403);
    assertThat(bed.refused(Door.LWM2MS, "bad_credentials")).isEqualTo(1);
  }

  @Test
  void locationOfAnotherDeviceIsForbidden() {
    DtlsDevice owner = observed(IMEI, KEY);
    bed.platform.device(OTHER, Optional.of(OTHER_KEY), false);
    DtlsDevice thief = device(OTHER, OTHER_KEY);
    assertThat(thief.exchange(thief.request(2, owner.location)).code).isEqualTo(403);
    assertThat(thief.exchange(thief.request(4, owner.location)).code).isEqualTo(403);
    assertThat(bed.refused(Door.LWM2MS, "wrong_identity")).isEqualTo(2);
    assertThat(owner.exchange(owner.request(2, owner.location)).code).isEqualTo(204);
  }

  @Test
  void tokenOfAnotherDeviceIsReset() {
    DtlsDevice owner = observed(IMEI, KEY);
    bed.platform.device(OTHER, Optional.of(OTHER_KEY), false);
    DtlsDevice thief = device(OTHER, OTHER_KEY);
    thief.register(OTHER);
    thief.observed = owner.observed;
    assertThat(thief.exchange(thief.report(9, "forged")).type).isEqualTo(CoapBytes.RST);
    assertThat(bed.events(Inbound.Report.class)).isEmpty();
  }

  @Test
  void tokenAndLocationAreWorthNothingOnThePlainDoor() {
    DtlsDevice owner = observed(IMEI, KEY);
    TestDevice plain = bed.device(IMEI);
    assertThat(plain.exchange(plain.request(2, owner.location)).code).isEqualTo(404);
    CoapBytes report = owner.report(9, "forged");
    plain.raw.send(report);
    plain.raw.expectReset(report.mid);
    assertThat(plain.exchange(plain.registration()).code).isEqualTo(403);
    assertThat(bed.events(Inbound.Report.class)).isEmpty();
  }

  @Test
  void newSessionOfTheDeviceClaimsItsObservationAlsoWithTheOtherSuite() {
    DtlsDevice before = observed(IMEI, KEY);
    DtlsDevice after =
        device(bed.at(Door.LWM2MS), IMEI, KEY, CipherSuite.TLS_PSK_WITH_AES_128_CBC_SHA256);
    after.observed = before.observed;
    assertThat(after.exchange(after.report(5, "from a new session")).type).isEqualTo(CoapBytes.ACK);
    CompletableFuture<SendOutcome> outcome = bed.send(1, "a");
    CoapBytes write = after.receive();
    after.send(new CoapBytes(CoapBytes.ACK, 204, write.mid, write.token));
    assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
  }

  @Test
  void acknowledgementWaitsForTheCommitAndRetransmissionsAreKnownByIdentity() {
    DtlsDevice device = observed(IMEI, KEY);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    CoapBytes report = device.report(2, "reading");
    device.send(report);
    device.send(report);
    assertThat(device.receive(SHORT)).isEmpty();
    DtlsDevice moved = device(IMEI, KEY); // another address, another session, the same device
    moved.send(report);
    assertThat(moved.receive(SHORT)).isEmpty();
    bed.platform.commitWaiting();
    assertThat(moved.receive().mid).isEqualTo(report.mid);
    assertThat(bed.events(Inbound.Report.class)).hasSize(1);
  }

  @Test
  void afterRestartTheNewHandshakeMakesTheOldTokenAndLocationWork() {
    DtlsDevice device = observed(IMEI, KEY);
    bed.restart();
    CompletableFuture<SendOutcome> tooEarly = bed.send(1, "a");
    assertThat(tooEarly.join())
        .isEqualTo(
            new SendOutcome.NotSent("no DTLS session: waits for the device's next handshake"));
    assertThat(device.receive(SHORT)).isEmpty(); // and the server begins no handshake
    device.forgetSession();
    assertThat(device.exchange(device.report(7, "after")).type).isEqualTo(CoapBytes.ACK);
    assertThat(device.exchange(device.request(2, device.location)).code).isEqualTo(204);
    CompletableFuture<SendOutcome> outcome = bed.send(1, "b");
    CoapBytes write = device.receive();
    device.send(new CoapBytes(CoapBytes.ACK, 204, write.mid, write.token));
    assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
  }

  @Test
  void deviceThatMovesKeepsItsSessionByConnectionId() throws Exception {
    DtlsDevice device = observed(IMEI, KEY);
    try (UdpRelay relay = new UdpRelay(bed.at(Door.LWM2MS))) {
      bed.platform.device(OTHER, Optional.of(OTHER_KEY), true);
      DtlsDevice behind = device(relay.address(), OTHER, OTHER_KEY, CCM);
      behind.register(OTHER);
      behind.answerObserve("first");
      bed.awaitEvents(Inbound.Observed.class, 2);
      String before = bed.session(2).source().remote();
      relay.rebind();
      assertThat(behind.exchange(behind.report(2, "moved")).type).isEqualTo(CoapBytes.ACK);
      String after = bed.session(2).source().remote();
      assertThat(after).isNotEqualTo(before);
      CompletableFuture<SendOutcome> outcome = bed.send(2, "a");
      CoapBytes write = behind.receive();
      behind.send(new CoapBytes(CoapBytes.ACK, 204, write.mid, write.token));
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
    assertThat(device.exchange(device.report(3, "still here")).type).isEqualTo(CoapBytes.ACK);
  }
}
