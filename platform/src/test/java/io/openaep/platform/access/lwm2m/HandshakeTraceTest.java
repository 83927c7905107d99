package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the trace is shown of DTLS handshakes: every datagram both ways, also of one that is never
/// answered.
class HandshakeTraceTest {
  private static final CipherSuite CCM = CipherSuite.TLS_PSK_WITH_AES_128_CCM_8;
  private static final String IMEI = "868543060974334";
  private static final Bytes KEY = Bytes.utf8("TYvoiTk34D3NZ6GN");

  private final Bed bed = new Bed();
  private final List<DtlsDevice> devices = new ArrayList<>();

  @AfterEach
  void stop() {
    devices.forEach(DtlsDevice::close);
    bed.close();
  }

  private DtlsDevice device(String identity, String key, CipherSuite suite) {
    DtlsDevice device = new DtlsDevice(bed.at(Door.LWM2MS), identity, Bytes.utf8(key), suite);
    devices.add(device);
    return device;
  }

  private AbstractListAssert<?, List<? extends String>, String, ObjectAssert<String>> lines() {
    return assertThat(bed.tap.lines());
  }

  private void awaitFate(String fate) {
    await().until(() -> bed.tap.lines().stream().anyMatch(it -> it.endsWith(fate)));
  }

  @Test
  void aHandshakeIsShownRecordByRecord() {
    bed.platform.device(IMEI, Optional.of(KEY), false);
    DtlsDevice device = device(IMEI, "TYvoiTk34D3NZ6GN", CCM);
    device.register(IMEI);
    awaitFate("-> handshake done");
    lines()
        .anyMatch(it -> it.matches("\\?" + IMEI + " IN 16fefd0000.* DTLS client_hello at 20.*"))
        .anyMatch(it -> it.matches("\\?" + IMEI + " OUT 16.* DTLS hello_verify_request at .*"))
        .anyMatch(it -> it.matches("\\?" + IMEI + " OUT 16.* DTLS server_hello.*done at .*"))
        .anyMatch(it -> it.matches("\\?" + IMEI + " IN .*change_cipher_spec.*handshake done"));
    device.forgetSession();
    assertThat(device.exchange(device.request(2, device.location)).code).isEqualTo(204);
    String registered = "%032x IN 16fefd0000.* DTLS client_hello at .*".formatted(1);
    await().until(() -> bed.tap.lines().stream().anyMatch(it -> it.matches(registered)));
  }

  @Test
  void aWrongKeyIsShownUnderTheIdentityWithItsRecords() {
    bed.platform.device(IMEI, Optional.of(KEY), false);
    DtlsDevice device = device(IMEI, "0123456789abcdef", CCM);
    device.send(device.registration(IMEI));
    awaitFate("-> refused: bad_credentials");
    lines()
        .anyMatch(it -> it.matches("\\?" + IMEI + " IN 16fefd.* DTLS client_hello at .*"))
        .anyMatch(it -> it.matches("\\?" + IMEI + " IN 16fefd.*client_key_exchange.*"));
    awaitFate("-> refused: the device's pre-shared key is not the platform's");
  }

  @Test
  void aWrongKeyForARegisteredDeviceIsNoneOfItsMessages() {
    bed.platform.device(IMEI, Optional.of(KEY), false);
    DtlsDevice own = device(IMEI, "TYvoiTk34D3NZ6GN", CCM);
    own.register(IMEI);
    DtlsDevice liar = device(IMEI, "0123456789abcdef", CCM);
    liar.send(liar.registration(IMEI));
    awaitFate("-> refused: bad_credentials");
    awaitFate("-> refused: the device's pre-shared key is not the platform's");
    String registered = "%032x ".formatted(1);
    lines()
        .anyMatch(it -> it.startsWith("?" + IMEI + " IN 16fefd") && it.endsWith("bad_credentials"))
        .noneMatch(it -> it.startsWith(registered) && it.contains(" DTLS "));
  }

  @Test
  void anUnknownIdentityIsShownWithItsRecords() {
    DtlsDevice device = device("999999999999999", "0123456789abcdef", CCM);
    device.send(device.registration("999999999999999"));
    awaitFate("-> refused: unknown_identity");
    lines().anyMatch(it -> it.matches("\\?999999999999999 IN 16fefd.*client_key_exchange.*"));
    awaitFate("-> refused: no device with this PSK identity has a key");
  }

  @Test
  void suitesThatDoNotMatchAreToldWithTheAlert() {
    DtlsDevice device =
        device(IMEI, "0123456789abcdef", CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256);
    device.send(device.registration(IMEI));
    await().until(() -> bed.refused(Door.LWM2MS, "handshake") > 0);
    lines()
        .anyMatch(it -> it.startsWith("?@127.0.0.1 IN 16fefd") && it.contains("client_hello"))
        .anyMatch(it -> it.startsWith("?@127.0.0.1") && it.contains("the handshake failed: "));
    await()
        .until(() ->
            bed.tap.lines().stream()
                .anyMatch(it -> it.matches("\\?@127.0.0.1 OUT 15fefd.* DTLS alert 40 at .*")));
  }
}
