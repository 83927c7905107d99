package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.ACK;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.BLOCK1;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.BLOCK2;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CONTENT_FORMAT;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.OBSERVE;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.ObjectAction;
import io.openaep.platform.access.ObjectOutcome;
import io.openaep.platform.access.ObjectPath;
import io.openaep.platform.access.ObjectRequest;
import io.openaep.platform.access.ObjectSession;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Operations on objects and what becomes of them, against a device of literal bytes.
class ObjectOperationTest {
  private static final int ACCEPT = 17;
  private static final int SZX_1024 = 6;
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String IMEI = "868543060974334";

  private Bed bed = new Bed();

  @AfterEach
  void stop() {
    bed.close();
  }

  private TestDevice registered() {
    bed.platform.device(IMEI, Optional.empty(), false);
    TestDevice device = bed.device(IMEI);
    device.register();
    return device;
  }

  private CompletableFuture<ObjectOutcome> ask(ObjectAction action, String path) {
    return ask(action, path, Optional.empty(), Bytes.EMPTY);
  }

  private CompletableFuture<ObjectOutcome> ask(
      ObjectAction action, String path, Optional<Integer> format, Bytes payload) {
    ObjectRequest request =
        new ObjectRequest(
            1, action, ObjectPath.parse(path).orElseThrow(), format, payload, Duration.ZERO);
    return session().operate(request).toCompletableFuture();
  }

  private ObjectSession session() {
    return ObjectSession.of(bed.sessions, 1).orElseThrow();
  }

  private static CoapBytes take(TestDevice device, int code, String... path) {
    CoapBytes request = device.raw.receive();
    assertThat(request.code).as(request.toString()).isEqualTo(code);
    assertThat(request.type).isEqualTo(CON);
    assertThat(request.texts(URI_PATH)).containsExactly(path);
    return request;
  }

  private static CoapBytes content(CoapBytes request, int format, byte[] payload) {
    return new CoapBytes(ACK, 205, request.mid, request.token)
        .uint(CONTENT_FORMAT, format)
        .payload(payload);
  }

  private static CoapBytes observing(CoapBytes request) {
    return new CoapBytes(ACK, 205, request.mid, request.token)
        .uint(OBSERVE, 1)
        .uint(CONTENT_FORMAT, 0)
        .payload("85");
  }

  private static ObjectOutcome.Answered answered(CompletableFuture<ObjectOutcome> outcome) {
    assertThat(outcome.join()).isInstanceOf(ObjectOutcome.Answered.class);
    return (ObjectOutcome.Answered) outcome.join();
  }

  @Test
  void aReadGivesTheBytesAndTheirMeaning() {
    TestDevice device = registered();
    var outcome = ask(ObjectAction.READ, "/3/0/0", Optional.of(0), Bytes.EMPTY);
    CoapBytes get = take(device, 1, "3", "0", "0");
    assertThat(get.number(ACCEPT)).isZero();
    assertThat(get.has(OBSERVE)).isFalse();
    device.raw.send(content(get, 0, Bytes.utf8("Quectel").toArray()));
    assertThat(answered(outcome).code()).isEqualTo("2.05");
    assertThat(answered(outcome).body().raw()).isEqualTo(Bytes.utf8("Quectel"));
    assertThat(answered(outcome).body().values())
        .isEqualTo(
            "[{\"path\":\"/3/0/0\",\"type\":\"string\",\"value\":\"Quectel\","
                + "\"name\":\"Manufacturer\"}]");
  }

  @Test
  void aWriteOfAResourceIsAPutAndOfAnInstanceAPost() {
    TestDevice device = registered();
    var put = ask(ObjectAction.WRITE, "/1/0/1", Optional.of(0), Bytes.utf8("300"));
    CoapBytes first = take(device, 3, "1", "0", "1");
    assertThat(first.number(CONTENT_FORMAT)).isZero();
    assertThat(first.text()).isEqualTo("300");
    device.answer(first, 204);
    assertThat(answered(put).code()).isEqualTo("2.04");
    var post = ask(ObjectAction.WRITE, "/1/0", Optional.of(11_542), Bytes.hex("c2010bb8"));
    CoapBytes second = take(device, 2, "1", "0");
    assertThat(second.number(CONTENT_FORMAT)).isEqualTo(11_542);
    device.answer(second, 204);
    assertThat(answered(post).code()).isEqualTo("2.04");
  }

  @Test
  void anExecuteCarriesItsArguments() {
    TestDevice device = registered();
    var outcome = ask(ObjectAction.EXECUTE, "/3/0/4", Optional.empty(), Bytes.utf8("0='5'"));
    CoapBytes post = take(device, 2, "3", "0", "4");
    assertThat(post.text()).isEqualTo("0='5'");
    device.answer(post, 204);
    assertThat(answered(outcome).code()).isEqualTo("2.04");
  }

  @Test
  void aDiscoverGivesTheLinks() {
    TestDevice device = registered();
    var outcome = ask(ObjectAction.DISCOVER, "/3");
    CoapBytes get = take(device, 1, "3");
    assertThat(get.number(ACCEPT)).isEqualTo(40);
    byte[] links = Bytes.utf8("</3>;pmin=10,</3/0>,</3/0/0>").toArray();
    device.raw.send(content(get, 40, links));
    assertThat(answered(outcome).body().values())
        .contains("{\"path\":\"/3\",\"attributes\":{\"pmin\":\"10\"}}", "/3/0/0");
  }

  @Test
  void theDevicesNoIsToldWithItsWords() {
    TestDevice device = registered();
    var outcome = ask(ObjectAction.READ, "/3/0/1");
    CoapBytes get = take(device, 1, "3", "0", "1");
    device.raw.send(new CoapBytes(ACK, 405, get.mid, get.token).payload("not readable"));
    assertThat(outcome.join())
        .isEqualTo(new ObjectOutcome.Unfulfilled(new SendOutcome.Refused("4.05 not readable")));
  }

  @Test
  void whatCannotBeDecodedIsAnAnswerAllTheSame() {
    TestDevice device = registered();
    var outcome = ask(ObjectAction.READ, "/3/0");
    device.raw.send(content(take(device, 1, "3", "0"), 11_542, Bytes.hex("c8ff").toArray()));
    assertThat(answered(outcome).body().raw()).isEqualTo(Bytes.hex("c8ff"));
    assertThat(answered(outcome).body().values()).isEmpty();
    assertThat(answered(outcome).body().problem()).isNotBlank();
  }

  @Test
  void anObservationIsOnDiskBeforeItIsAskedForAndItsNotificationsAreStored() {
    TestDevice device = registered();
    bed.platform.disk = FakePlatform.Disk.WAITS;
    var outcome = ask(ObjectAction.OBSERVE, "/3/0/9");
    device.raw.expectSilence(SHORT);
    bed.platform.commitWaiting();
    CoapBytes get = take(device, 1, "3", "0", "9");
    assertThat(get.number(OBSERVE)).isZero();
    assertThat(get.token).hasSize(8);
    device.raw.send(observing(get));
    assertThat(answered(outcome).body().values()).contains("85");
    assertThat(session().observedPaths()).containsExactly("/3/0/9");

    bed.platform.disk = FakePlatform.Disk.WAITS;
    CoapBytes changed =
        new CoapBytes(CON, 205, device.nextMid(), get.token)
            .uint(OBSERVE, 2)
            .uint(CONTENT_FORMAT, 0)
            .payload("84");
    device.raw.send(changed);
    device.raw.expectSilence(SHORT);
    bed.platform.commitWaiting();
    device.raw.expectAck(changed.mid);
    Inbound.ObjectReport last = bed.awaitEvents(Inbound.ObjectReport.class, 2).getLast();
    assertThat(last.path()).isEqualTo("/3/0/9");
    assertThat(last.body().values()).contains("84");
    assertThat(bed.events(Inbound.Report.class)).isEmpty();
  }

  @Test
  void anObservationSurvivesARestartAndIsRenewedWithTheRegistration() {
    TestDevice device = registered();
    CoapBytes get = observe(device, "/3/0/9");
    bed.kill();
    assertThat(session().observedPaths()).containsExactly("/3/0/9");
    notify(device, get, 2);
    device.register();
    CoapBytes again = take(device, 1, "3", "0", "9");
    assertThat(again.number(OBSERVE)).isZero();
    assertThat(again.token).isNotEqualTo(get.token);
    device.raw.send(observing(again));
    CoapBytes late = notification(device, get, 3);
    device.raw.send(late);
    device.raw.expectReset(late.mid);
    await()
        .until(() -> bed.platform.observations.values().stream().allMatch(it -> it.established()));
    notify(device, again, 2);
    assertThat(bed.platform.observations).hasSize(1);
    assertThat(session().observedPaths()).containsExactly("/3/0/9");
  }

  @Test
  void whatIsWantedOutlivesDeregistrationAndRestart() {
    TestDevice device = registered();
    observe(device, "/3/0/9");
    assertThat(device.exchange(device.deregistration()).code).isEqualTo(202);
    assertThat(bed.platform.observations).hasSize(1);
    bed.kill();
    device.register();
    CoapBytes again = take(device, 1, "3", "0", "9");
    device.raw.send(observing(again));
    await()
        .until(() -> bed.platform.observations.values().stream().allMatch(it -> it.established()));
    notify(device, again, 2);
  }

  @Test
  void aRenewalWhoseAnswerACrashSwallowedIsAskedForAgain() {
    TestDevice device = registered();
    observe(device, "/3/0/9");
    device.register();
    CoapBytes lost = take(device, 1, "3", "0", "9");
    bed.kill();
    CoapBytes again = take(device, 1, "3", "0", "9");
    assertThat(again.token).isEqualTo(lost.token);
    device.raw.send(observing(again));
    await()
        .until(() -> bed.platform.observations.values().stream().allMatch(it -> it.established()));
  }

  @Test
  void aCancelledObservationIsOver() {
    TestDevice device = registered();
    CoapBytes get = observe(device, "/3/0/9");
    var outcome = ask(ObjectAction.CANCEL, "/3/0/9");
    CoapBytes cancel = take(device, 1, "3", "0", "9");
    assertThat(cancel.number(OBSERVE)).isEqualTo(1);
    assertThat(cancel.token).isEqualTo(get.token);
    device.raw.send(content(cancel, 0, new byte[] {'8'}));
    assertThat(answered(outcome).code()).isEqualTo("2.05");
    await().until(() -> bed.platform.observations.isEmpty());
    CoapBytes late = notification(device, get, 3);
    device.raw.send(late);
    device.raw.expectReset(late.mid);
    assertThat(ask(ObjectAction.CANCEL, "/3/0/9").join())
        .isInstanceOf(ObjectOutcome.Unfulfilled.class);
  }

  @Test
  void aDeviceThatDoesNotObserveHasAnsweredARead() {
    TestDevice device = registered();
    var outcome = ask(ObjectAction.OBSERVE, "/3/0/9");
    CoapBytes get = take(device, 1, "3", "0", "9");
    device.raw.send(content(get, 0, new byte[] {'8'}));
    assertThat(answered(outcome).body().values()).contains("8");
    await().until(() -> bed.platform.observations.isEmpty());
    await().until(() -> session().observedPaths().isEmpty());
  }

  @Test
  void aBodyOf64KiBIsReadBlockByBlock() {
    TestDevice device = registered();
    byte[] body = new byte[64 * 1024];
    body[60_000] = 7;
    var outcome = ask(ObjectAction.READ, "/19/0/0");
    for (int num = 0; num < 64; num++) {
      CoapBytes get = take(device, 1, "19", "0", "0");
      byte[] part = java.util.Arrays.copyOfRange(body, num * 1024, (num + 1) * 1024);
      device.raw.send(
          new CoapBytes(ACK, 205, get.mid, get.token)
              .uint(CONTENT_FORMAT, 42)
              .block(BLOCK2, num, num < 63, SZX_1024)
              .payload(part));
    }
    assertThat(answered(outcome).body().raw()).isEqualTo(Bytes.wrap(body));
  }

  @Test
  void aBodyThatNeverEndsIsGivenUp() {
    TestDevice device = registered();
    var outcome = ask(ObjectAction.READ, "/19/0/0");
    Optional<CoapBytes> get = device.raw.receive(SHORT.multipliedBy(10));
    int num = 0;
    while (get.isPresent() && num < 80) {
      device.raw.send(
          new CoapBytes(ACK, 205, get.get().mid, get.get().token)
              .uint(CONTENT_FORMAT, 42)
              .block(BLOCK2, num, true, SZX_1024)
              .payload(new byte[1024]));
      num++;
      get = outcome.isDone() ? Optional.empty() : device.raw.receive(SHORT.multipliedBy(5));
    }
    assertThat(num).as("blocks until it is given up").isBetween(63, 66);
    assertThat(outcome.join()).isInstanceOf(ObjectOutcome.Unfulfilled.class);
    // and the lane goes on
    var next = ask(ObjectAction.READ, "/3/0/0");
    device.raw.send(content(take(device, 1, "3", "0", "0"), 0, new byte[] {'Q'}));
    assertThat(answered(next).code()).isEqualTo("2.05");
  }

  @Test
  void aBodyOf64KiBIsWrittenBlockByBlock() {
    TestDevice device = registered();
    byte[] body = new byte[64 * 1024];
    java.util.Arrays.fill(body, (byte) 'x');
    var outcome = ask(ObjectAction.WRITE, "/5/0/0", Optional.of(42), Bytes.wrap(body));
    int got = 0;
    CoapBytes put = take(device, 3, "5", "0", "0");
    boolean more = true;
    while (more) {
      got += put.payload().length;
      int option = put.number(BLOCK1);
      more = (option & 8) != 0;
      device.raw.send(
          new CoapBytes(ACK, more ? 231 : 204, put.mid, put.token).uint(BLOCK1, option));
      if (more) {
        put = take(device, 3, "5", "0", "0");
      }
    }
    assertThat(got).isEqualTo(body.length);
    assertThat(answered(outcome).code()).isEqualTo("2.04");
  }

  private CoapBytes observe(TestDevice device, String path) {
    var outcome = ask(ObjectAction.OBSERVE, path);
    CoapBytes get = device.raw.receive();
    device.raw.send(observing(get));
    assertThat(answered(outcome).code()).isEqualTo("2.05");
    return get;
  }

  private static CoapBytes notification(TestDevice device, CoapBytes get, int observe) {
    return new CoapBytes(CON, 205, device.nextMid(), get.token)
        .uint(OBSERVE, observe)
        .uint(CONTENT_FORMAT, 0)
        .payload("84");
  }

  private static void notify(TestDevice device, CoapBytes get, int observe) {
    CoapBytes changed = notification(device, get, observe);
    device.raw.send(changed);
    device.raw.expectAck(changed.mid);
  }
}
