package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.NON;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.platform.access.lwm2m.coap.RawDevice;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What belongs to nothing is rejected as the RFCs say, and told.
class RejectedMessagesTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String IMEI = "868543060974334";

  private final Bed bed = new Bed();

  @AfterEach
  void stop() {
    bed.close();
  }

  /// RFC 7252, 3: lengths 9 to 15 are a message format error; 4.2: rejected when confirmable.
  @ParameterizedTest
  @ValueSource(ints = {9, 15})
  void anImpossibleTokenLengthIsReset(int length) {
    RawDevice device = bed.raw(bed.at(Door.LWM2M));
    byte[] datagram = new byte[24];
    datagram[0] = (byte) (0x40 | length);
    datagram[1] = 2;
    datagram[2] = 0x12;
    datagram[3] = 0x34;
    device.send(datagram);
    device.expectReset(0x1234);
    datagram[0] = (byte) (0x50 | length);
    device.send(datagram);
    device.expectSilence(SHORT);
    await().until(() -> bed.refused(Door.LWM2M, "malformed") == 2);
  }

  @Test
  void aReportOnAnUnknownTokenIsResetAndCounted() {
    TestDevice device = bed.observed(IMEI);
    device.observed = new byte[] {1, 2, 3, 4, 5, 6, 7, 8};
    for (int i = 1; i <= 3; i++) {
      CoapBytes report = device.report(CON, "guessed");
      device.raw.send(report);
      device.raw.expectReset(report.mid);
    }
    CoapBytes report = device.report(NON, "guessed");
    device.raw.send(report);
    device.raw.expectReset(report.mid);
    await().until(() -> bed.refused(Door.LWM2M, "unknown_token") == 4);
    assertThat(bed.events(Inbound.Report.class)).isEmpty();
  }

  /// A flood of guessed locations leaves nothing behind but its count.
  @Test
  void updatesAtGuessedLocationsAreRefusedAndCounted() {
    TestDevice owner = bed.observed(IMEI);
    TestDevice thief = bed.device(IMEI);
    String proven = bed.session(1).source().remote();
    for (int i = 0; i < 20; i++) {
      thief.location = "guess" + i;
      assertThat(thief.exchange(thief.update("lt=1")).code).isEqualTo(404);
      assertThat(thief.exchange(thief.deregistration()).code).isEqualTo(404);
    }
    assertThat(bed.refused(Door.LWM2M, "unknown_location")).isEqualTo(40);
    assertThat(bed.session(1).source().remote()).isEqualTo(proven);
    owner.reported("still here");
  }
}
