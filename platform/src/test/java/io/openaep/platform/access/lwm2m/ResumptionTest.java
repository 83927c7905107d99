package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.DtlsSessions;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Abbreviated handshakes: what a sleeping device saves, and what they must not open.
class ResumptionTest {
  private static final CipherSuite CCM = CipherSuite.TLS_PSK_WITH_AES_128_CCM_8;
  private static final String IMEI = "868543060974334";
  private static final Bytes KEY = Bytes.utf8("TYvoiTk34D3NZ6GN");

  private final Bed bed = new Bed();
  private DtlsDevice device;

  @BeforeEach
  void observe() {
    bed.platform.device(IMEI, Optional.of(KEY), true);
    device = new DtlsDevice(bed.at(Door.LWM2MS), IMEI, KEY, CCM);
    device.register(IMEI);
    device.answerObserve("first");
    bed.awaitEvents(Inbound.Observed.class, 1);
    assertThat(bed.handshakes("full")).isEqualTo(1);
  }

  @AfterEach
  void stop() {
    device.close();
    bed.close();
  }

  @Test
  void afterARestartTheSessionIsResumedAndTheObservationGoesOn() {
    bed.kill();
    device.resumeNext();
    assertThat(device.exchange(device.report(7, "after")).type).isEqualTo(CoapBytes.ACK);
    assertThat(device.exchange(device.request(2, device.location)).code).isEqualTo(204);
    assertThat(bed.handshakes("resumed")).isEqualTo(1);
    assertThat(bed.handshakes("full")).isEqualTo(1);
  }

  @Test
  void whatIsKeptIsTheNewestSessionAndNothingIsWrittenForAResumedOne() {
    DtlsSessions.Kept first = kept();
    device.resumeNext();
    assertThat(device.exchange(device.request(2, device.location)).code).isEqualTo(204);
    assertThat(kept()).isSameAs(first);
    device.forgetSession();
    assertThat(device.exchange(device.request(2, device.location)).code).isEqualTo(204);
    assertThat(kept()).isNotSameAs(first);
    assertThat(bed.platform.dtls).hasSize(1);
    assertThat(kept().toString()).doesNotContain(kept().secret().toHex());
  }

  private DtlsSessions.Kept kept() {
    return bed.platform.all().getFirst();
  }

  @Test
  void aSessionUnderAnOldKeyIsWorthNothing() {
    bed.kill();
    bed.platform.changeKey(IMEI, Bytes.utf8("another-key-1234"));
    device.resumeNext();
    device.send(device.report(7, "with the old key"));
    await().until(() -> bed.refused(Door.LWM2MS, "bad_credentials") > 0);
    assertThat(device.receive(Duration.ofMillis(100))).isEmpty();
    assertThat(bed.handshakes("resumed")).isZero();
    assertThat(bed.platform.dtls).isEmpty();
  }

  @Test
  void aSessionIsResumedForADayAndNotLonger() {
    bed.server.stop(Duration.ofSeconds(1));
    bed.clock.advance(Duration.ofHours(25));
    bed.restart();
    assertThat(bed.platform.dtls).isEmpty();
    device.resumeNext();
    assertThat(device.exchange(device.request(2, device.location)).code).isEqualTo(404);
    assertThat(bed.handshakes("resumed")).isZero();
    assertThat(bed.handshakes("full")).isEqualTo(2);
  }
}
