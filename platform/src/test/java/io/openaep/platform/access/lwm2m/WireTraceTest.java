package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the trace is shown of a device's conversation.
class WireTraceTest {
  private static final String IMEI = "868543060974334";
  private static final String ID = "%032x".formatted(1);

  private final Bed bed = new Bed();

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  void everyDatagramIsShownBothWaysWithItsBytesItsWordsAndItsFate() {
    TestDevice device = bed.observed(IMEI);
    CoapBytes report = device.report(CoapBytes.CON, "reading");
    device.raw.send(report);
    device.raw.expectAck(report.mid);
    CompletableFuture<?> outcome = bed.send(1, "open");
    device.answer(device.takeWrite("open"), 204);
    outcome.join();
    await().until(() -> bed.tap.lines().size() >= 9);
    assertThat(bed.tap.lines())
        .anySatisfy(line ->
            assertThat(line)
                .startsWith(ID + " IN")
                .contains("CON POST /rd?ep=" + IMEI)
                .endsWith("-> stored at 1"))
        .anySatisfy(line ->
            assertThat(line).startsWith(ID + " OUT").contains("ACK 2.01").contains("location=/rd/"))
        .anySatisfy(line ->
            assertThat(line)
                .startsWith(ID + " OUT")
                .contains("CON GET /19/0/0")
                .contains("observe=0"))
        .anySatisfy(line ->
            assertThat(line).startsWith(ID + " IN").contains("ACK 2.05").endsWith("-> stored at 2"))
        .anySatisfy(line ->
            assertThat(line)
                .startsWith(ID + " IN " + io.openaep.wire.Bytes.wrap(report.encode()).toHex())
                .contains("CON 2.05")
                .endsWith("-> stored at 3"))
        .anySatisfy(line ->
            assertThat(line).startsWith(ID + " OUT").contains("ACK empty mid=" + report.mid))
        .anySatisfy(line ->
            assertThat(line)
                .startsWith(ID + " OUT")
                .contains("CON PUT /19/1/0")
                .contains("payload=4 bytes"))
        .anySatisfy(line -> assertThat(line).startsWith(ID + " IN").contains("ACK 2.04"));
  }

  @Test
  void aRefusedStrangerIsShownUnderTheNameItGaveItself() {
    TestDevice stranger = bed.device("000000000000000");
    assertThat(stranger.exchange(stranger.registration()).code).isEqualTo(403);
    assertThat(bed.tap.lines())
        .anySatisfy(line ->
            assertThat(line)
                .startsWith("?000000000000000 IN")
                .contains("CON POST /rd")
                .endsWith("-> refused: unknown_device"));
  }

  @Test
  void whatIsNoCoapIsShownToTheDeviceWhoseAddressItComesFrom() {
    TestDevice device = bed.observed(IMEI);
    device.raw.send(new byte[] {0x45, 0x02, 0x00, 0x01, (byte) 0xff}); // token announced, not there
    await().until(() -> bed.refused(Door.LWM2M, "malformed") == 1);
    assertThat(bed.tap.lines())
        .anySatisfy(line ->
            assertThat(line)
                .startsWith(ID + " IN 45020001ff")
                .contains("not CoAP")
                .endsWith("-> refused: malformed"));
  }

  @Test
  void theEndOfALifetimeIsNoFateOfTheLastMessage() {
    TestDevice device = bed.observed(IMEI);
    device.reported("last");
    // the acknowledgement may be here before the trace says what became of the report
    await().until(() -> bed.tap.lines().stream().anyMatch(it -> it.endsWith("stored at 3")));
    String last =
        bed.tap.lines().stream().filter(it -> it.endsWith("stored at 3")).findFirst().orElseThrow();
    bed.clock.advance(Duration.ofDays(2));
    bed.awaitEvents(Inbound.Gone.class, 1);
    assertThat(bed.tap.lines()).contains(last);
  }
}
