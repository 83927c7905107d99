package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.ACK;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CONTENT_FORMAT;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.OBSERVE;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.ObjectAction;
import io.openaep.platform.access.ObjectOutcome;
import io.openaep.platform.access.ObjectPath;
import io.openaep.platform.access.ObjectRequest;
import io.openaep.platform.access.ObjectSession;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A device on which two paths are wanted registers anew, or is deleted.
class RenewedObservationsTest {
  private static final String IMEI = "868543060974334";

  private final Bed bed = new Bed();
  private TestDevice device;

  @BeforeEach
  void twoPathsAreObserved() {
    bed.platform.device(IMEI, Optional.empty(), false);
    device = bed.device(IMEI);
    device.register();
    for (String resource : new String[] {"9", "13"}) {
      var outcome = ask(ObjectAction.OBSERVE, "/3/0/" + resource);
      device.raw.send(observing(take("3", "0", resource)));
      assertThat(outcome.join()).isInstanceOf(ObjectOutcome.Answered.class);
    }
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  private CompletableFuture<ObjectOutcome> ask(ObjectAction action, String path) {
    return ObjectSession.of(bed.sessions, 1)
        .orElseThrow()
        .operate(
            new ObjectRequest(
                1,
                action,
                ObjectPath.parse(path).orElseThrow(),
                Optional.empty(),
                Bytes.EMPTY,
                Duration.ZERO))
        .toCompletableFuture();
  }

  private CoapBytes take(String... path) {
    CoapBytes get = device.raw.receive();
    assertThat(get.code).as(get.toString()).isEqualTo(1);
    assertThat(get.texts(URI_PATH)).containsExactly(path);
    return get;
  }

  private static CoapBytes observing(CoapBytes get) {
    return content(get).uint(OBSERVE, 1).uint(CONTENT_FORMAT, 0).payload("85");
  }

  private static CoapBytes content(CoapBytes get) {
    return new CoapBytes(ACK, 205, get.mid, get.token);
  }

  @Test
  void aRegistryThatFailsInBetweenHoldsUpNothingElse() {
    device.register();
    CoapBytes first = take("3", "0", "9");
    bed.platform.registryFails = true;
    device.raw.send(observing(first));
    await().until(() -> bed.platform.askedInVain.get() > 0);
    bed.platform.registryFails = false;
    var read = ask(ObjectAction.READ, "/3/0/0");
    CoapBytes get = take("3", "0", "0");
    device.raw.send(content(get).uint(CONTENT_FORMAT, 0).payload("maker"));
    assertThat(read.join()).isInstanceOf(ObjectOutcome.Answered.class);
    // and what was not asked for is asked for at the next update
    assertThat(device.exchange(device.update()).code).isEqualTo(204);
    device.raw.send(observing(take("3", "0", "13")));
  }

  @Test
  void whatIsAskedMeanwhileGoesInBetween() {
    device.register();
    CoapBytes first = take("3", "0", "9");
    var read = ask(ObjectAction.READ, "/3/0/0");
    device.raw.send(observing(first));
    CoapBytes get = take("3", "0", "0");
    device.raw.send(content(get).uint(CONTENT_FORMAT, 0).payload("maker"));
    assertThat(read.join()).isInstanceOf(ObjectOutcome.Answered.class);
    device.raw.send(observing(take("3", "0", "13")));
  }

  @Test
  void nothingIsWantedOfADeviceThatWasDeletedWhileItWasAway() {
    assertThat(device.exchange(device.deregistration()).code).isEqualTo(202);
    bed.server.removed(1);
    device.register();
    device.raw.expectSilence(Duration.ofMillis(200));
  }
}
