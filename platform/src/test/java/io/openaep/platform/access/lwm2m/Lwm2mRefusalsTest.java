package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CONTENT_FORMAT;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.wire.Bytes;
import java.util.Optional;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every refusal explains itself: the code that the device gets, the kind that is counted, the
/// words in the trace, and the fate of the datagram itself.
class Lwm2mRefusalsTest {
  private static final String IMEI = "868543060974334";
  private static final String OTHER = "868543060974335";
  private static final Bytes KEY = Bytes.utf8("TYvoiTk34D3NZ6GN");

  private final Bed bed = new Bed();

  @AfterEach
  void stop() {
    bed.close();
  }

  private void refused(Door door, String kind, String words) {
    await().until(() -> bed.refused(door, kind) == 1);
    await()
        .untilAsserted(() ->
            assertThat(bed.tap.lines())
                .anyMatch(it -> it.endsWith("-> refused: " + kind))
                .anyMatch(it -> it.contains("-> refused: " + words)));
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN_DEVICE, unknown_device",
    "CANCELLED, cancelled",
    "WRONG_DOOR, wrong_door",
    "WRONG_ENDPOINT_FORM, wrong_endpoint_form",
    "BAD_CREDENTIALS, bad_credentials"
  })
  void registrationOfOneWhoMayNot(Admission.Cause cause, String kind) {
    bed.platform.bar(IMEI, cause);
    TestDevice device = bed.device(IMEI);
    CoapBytes answer = device.exchange(device.registration());
    assertThat(answer.code).isEqualTo(403);
    assertThat(answer.text()).doesNotContain(IMEI, "barred");
    refused(Door.LWM2M, kind, "barred by the test");
  }

  @ParameterizedTest
  @CsvSource({
    "ep=, lwm2m=1.0, 400, malformed, ep must be 1 to 128 printable characters",
    "ep=868543060974334, lwm2m=2.0, 412, version, LwM2M 2.0 is not supported; 1.0 and 1.1 are",
    "ep=868543060974334, lt=never, 400, malformed, ''"
  })
  void registrationThatIsNone(String endpoint, String more, int code, String kind, String words) {
    bed.platform.device(IMEI);
    TestDevice device = bed.device(IMEI);
    CoapBytes request = device.registration(device.nextMid(), endpoint, more);
    assertThat(device.exchange(request).code).isEqualTo(code);
    refused(Door.LWM2M, kind, words);
  }

  @ParameterizedTest
  @CsvSource({
    "2, x, 404, unknown_path, There are only /rd and /dp here.",
    "1, rd, 405, unknown_method, A registration takes POST",
    "2, dp, 404, not_registered, register first"
  })
  void requestsThatLeadNowhere(int method, String path, int code, String kind, String words) {
    TestDevice device = bed.device(IMEI);
    CoapBytes request =
        new CoapBytes(CON, method, device.nextMid(), new byte[] {1}).option(URI_PATH, path);
    assertThat(device.exchange(request).code).isEqualTo(code);
    refused(Door.LWM2M, kind, words);
  }

  @ParameterizedTest
  @CsvSource({
    "60, [], 415, content_format, Send takes SenML JSON (110) and SenML CBOR (112)",
    "110, no json, 400, malformed, ''"
  })
  void sendThatIsNone(int format, String body, int code, String kind, String words) {
    TestDevice device = bed.observed(IMEI);
    assertThat(device.exchange(send(device, format, body)).code).isEqualTo(code);
    refused(Door.LWM2M, kind, words);
  }

  private static CoapBytes send(TestDevice device, int format, String body) {
    return new CoapBytes(CON, 2, device.nextMid(), new byte[] {1})
        .option(URI_PATH, "dp")
        .uint(CONTENT_FORMAT, format)
        .payload(body);
  }

  @Test
  void locationAndTokenThatNobodyHas() {
    TestDevice device = bed.observed(IMEI);
    device.location = "guessed";
    assertThat(device.exchange(device.update()).code).isEqualTo(404);
    refused(Door.LWM2M, "unknown_location", "No registration at this location");
    device.observed = new byte[] {1, 2, 3, 4, 5, 6, 7, 8};
    CoapBytes report = device.report(CON, "guessed");
    device.raw.send(report);
    device.raw.expectReset(report.mid);
    refused(Door.LWM2M, "unknown_token", "no observation and no request has this token");
  }

  /// The device says goodbye and reports in one breath.
  @Test
  void sendWhileTheRegistrationEnds() {
    TestDevice device = bed.observed(IMEI);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    device.raw.send(device.deregistration());
    await().until(() -> bed.platform.asked.getLast() instanceof Inbound.Gone);
    device.raw.send(send(device, 110, "[{\"n\":\"/19/0/0\",\"vd\":\"aGk\"}]"));
    assertThat(device.raw.receive().code).isEqualTo(503);
    refused(Door.LWM2M, "unsettled", "answered 5.03; the device will try again");
  }

  @Test
  void contentThatDoesNotUnwrapIsStoredAndTold() {
    TestDevice device = bed.observed(IMEI);
    CoapBytes report = device.report(CON, 11_542, new byte[] {(byte) 0xff});
    device.raw.send(report);
    device.raw.expectAck(report.mid);
    await().until(() -> bed.refused(Door.LWM2M, "bad_tlv") == 1);
    assertThat(bed.tap.lines()).anyMatch(it -> it.startsWith("?") && it.contains("-> refused: "));
    assertThat(bed.awaitEvents(Inbound.Report.class, 1)).hasSize(1);
  }

  @Test
  void locationAndTokenOfAnotherIdentity() {
    bed.platform.device(IMEI, Optional.of(KEY), true);
    bed.platform.device(OTHER, Optional.of(KEY), false);
    try (DtlsDevice owner = dtls(IMEI);
        DtlsDevice thief = dtls(OTHER)) {
      owner.register(IMEI);
      owner.answerObserve("first");
      bed.awaitEvents(Inbound.Observed.class, 1);
      assertThat(thief.exchange(thief.request(2, owner.location)).code).isEqualTo(403);
      refused(Door.LWM2MS, "wrong_identity", "PSK identity " + OTHER + " asked for another");
      thief.observed = owner.observed;
      assertThat(thief.exchange(thief.report(9, "forged")).type).isEqualTo(CoapBytes.RST);
      await().until(() -> bed.refused(Door.LWM2MS, "wrong_identity") == 2);
      assertThat(bed.tap.lines())
          .anyMatch(it -> it.contains("the observation belongs to another PSK identity"));
      assertThat(bed.events(Inbound.Report.class)).isEmpty();
    }
  }

  private DtlsDevice dtls(String imei) {
    return new DtlsDevice(bed.at(Door.LWM2MS), imei, KEY, CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
  }
}
