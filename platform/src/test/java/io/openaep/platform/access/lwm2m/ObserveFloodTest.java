package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.OBSERVE;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Floods of what looks like observation: each message is refused and counted, the platform notes
/// nobody as an observer, and a device beside them is served as always.
class ObserveFloodTest {
  private static final int MANY = 300;

  private final Bed bed = new Bed();
  private TestDevice device;
  private TestDevice stranger;

  @BeforeEach
  void deviceIsObserved() {
    device = bed.observed("868543060974334");
    stranger = bed.device("868543060974335");
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  private static byte[] token(int number) {
    return ByteBuffer.allocate(8).putInt(number).putInt(~number).array();
  }

  /// The platform has nothing to be observed (RFC 7641, 4.1: an answer without the option).
  @Test
  void whoeverAsksToObserveThePlatformIsRefusedEachTime() {
    for (int i = 0; i < MANY; i++) {
      String path = i % 2 == 0 ? "rd" : ".well-known";
      CoapBytes answer =
          stranger.exchange(
              new CoapBytes(CON, 1, stranger.nextMid(), token(i))
                  .uint(OBSERVE, 0)
                  .option(URI_PATH, path));
      assertThat(answer.code).isEqualTo(i % 2 == 0 ? 405 : 404);
      assertThat(answer.has(OBSERVE)).isFalse();
    }
    await().until(() -> bed.refused(Door.LWM2M, "unknown_method") == MANY / 2);
    await().until(() -> bed.refused(Door.LWM2M, "unknown_path") == MANY / 2);
    device.reported("still heard");
  }

  @Test
  void notificationsOnMadeUpTokensAreResetEachTime() {
    for (int i = 0; i < MANY; i++) {
      stranger.observed = token(i);
      CoapBytes report = stranger.report(CON, "forged");
      stranger.raw.send(report);
      stranger.raw.expectReset(report.mid);
    }
    await().until(() -> bed.refused(Door.LWM2M, "unknown_token") == MANY);
    int before = bed.events(Inbound.Report.class).size();
    device.reported("still heard");
    assertThat(bed.awaitEvents(Inbound.Report.class, before + 1)).hasSize(before + 1);
  }

  /// The device's own token, once and again, is what it is: a report each, acknowledged each time.
  @Test
  void manyReportsOfADeviceAreStoredAndAcknowledgedOneByOne() {
    int before = bed.events(Inbound.Report.class).size();
    for (int i = 0; i < MANY; i++) {
      device.reported("report " + i);
    }
    assertThat(bed.awaitEvents(Inbound.Report.class, before + MANY)).hasSize(before + MANY);
  }
}
