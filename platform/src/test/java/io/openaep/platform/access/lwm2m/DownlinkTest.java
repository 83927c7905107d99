package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.ACK;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.NON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.RST;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Downlink;
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
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Commands: writes to `/19/1/0` and what becomes of them.
class DownlinkTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String IMEI = "868543060974334";

  private Bed bed = new Bed();

  @AfterEach
  void stop() {
    bed.close();
  }

  private void impatient() {
    bed.close();
    bed = new Bed(Lwm2mConfig.Limits.STANDARD, Bed.IMPATIENT);
  }

  private TestDevice registered() {
    bed.platform.device(IMEI, Optional.empty(), false);
    TestDevice device = bed.device(IMEI);
    device.register();
    return device;
  }

  private static SendOutcome delivered() {
    return new SendOutcome.Delivered();
  }

  @Test
  void changedMeansDelivered() {
    TestDevice device = registered();
    CompletableFuture<SendOutcome> outcome = bed.send(1, "{\"valve\":1}");
    CoapBytes write = device.takeWrite("{\"valve\":1}");
    assertThat(write.token).hasSize(8);
    device.answer(write, 204);
    assertThat(outcome.join()).isEqualTo(delivered());
  }

  @Test
  void errorCodesAndResetMeanRefused() {
    TestDevice device = registered();
    CompletableFuture<SendOutcome> first = bed.send(1, "a");
    device.answer(device.takeWrite("a"), 404);
    assertThat(first.join()).isEqualTo(new SendOutcome.Refused("4.04"));
    CompletableFuture<SendOutcome> second = bed.send(1, "b");
    device.answer(device.takeWrite("b"), 500);
    assertThat(second.join()).isEqualTo(new SendOutcome.Refused("5.00"));
    CompletableFuture<SendOutcome> third = bed.send(1, "c");
    device.raw.send(new CoapBytes(RST, 0, device.takeWrite("c").mid, new byte[0]));
    assertThat(third.join()).isEqualTo(new SendOutcome.Refused("RST"));
  }

  @Test
  void separateResponsesAreTakenAndAcknowledged() {
    TestDevice device = registered();
    CompletableFuture<SendOutcome> confirmable = bed.send(1, "a");
    CoapBytes write = device.takeWrite("a");
    device.raw.send(new CoapBytes(ACK, 0, write.mid, new byte[0]));
    device.raw.expectSilence(SHORT);
    CoapBytes answer = new CoapBytes(CON, 204, 900, write.token);
    device.raw.send(answer);
    device.raw.expectAck(900);
    assertThat(confirmable.join()).isEqualTo(delivered());
    device.raw.send(answer);
    device.raw.expectAck(900);
    CompletableFuture<SendOutcome> non = bed.send(1, "b");
    CoapBytes next = device.takeWrite("b");
    device.raw.send(new CoapBytes(ACK, 0, next.mid, new byte[0]));
    device.raw.send(new CoapBytes(NON, 204, 901, next.token));
    assertThat(non.join()).isEqualTo(delivered());
  }

  /// The platform's own ACK_TIMEOUT is much longer here.
  @Test
  void theProductSaysHowSoonAWriteIsRepeated() {
    TestDevice device = registered();
    bed.platform.changeAckTimeout(IMEI, Duration.ofMillis(100));
    CompletableFuture<SendOutcome> outcome = bed.send(1, "a");
    CoapBytes first = device.takeWrite("a");
    CoapBytes again = device.raw.receive();
    assertThat(again.mid).isEqualTo(first.mid);
    device.answer(again, 204);
    assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
  }

  @Test
  void noAnswerToTheLastRetransmissionMeansUnanswered() {
    impatient();
    TestDevice device = registered();
    CompletableFuture<SendOutcome> outcome = bed.send(1, "a");
    CoapBytes write = device.takeWrite("a");
    assertThat(device.takeWrite("a").mid).isEqualTo(write.mid);
    assertThat(outcome.join()).isInstanceOf(SendOutcome.Unanswered.class);
    // a late answer changes nothing, and the lane is free
    device.answer(write, 204);
    theNextLeaves(device);
  }

  @Test
  void acknowledgedButNeverAnsweredIsGivenUp() {
    impatient();
    TestDevice device = registered();
    CompletableFuture<SendOutcome> outcome = bed.send(1, "a");
    CoapBytes write = device.takeWrite("a");
    device.raw.send(new CoapBytes(ACK, 0, write.mid, new byte[0]));
    assertThat(outcome.join()).isInstanceOf(SendOutcome.Unanswered.class);
    theNextLeaves(device);
  }

  /// What becomes of it is another matter: it is given up soon on such a bed.
  private void theNextLeaves(TestDevice device) {
    var _ = bed.send(1, "b");
    CoapBytes next = device.raw.receive();
    while (!next.text().equals("b")) {
      next = device.raw.receive(); // one of before, sent again while this machine was slow
    }
    assertThat(next.code).isEqualTo(3);
  }

  @Test
  void lateAnswerWithinThePagingWindowIsMatchedByOurOwnRecord() {
    impatient();
    TestDevice device = registered();
    for (String form : new String[] {"piggybacked", "separate", "reset"}) {
      CompletableFuture<SendOutcome> outcome = bed.send(1, form, Duration.ofSeconds(20));
      CoapBytes write = device.takeWrite(form);
      device.takeWrite(form);
      device.raw.expectSilence(Duration.ofMillis(500)); // Californium has forgotten it
      assertThat(outcome).isNotDone();
      switch (form) {
        case "piggybacked" -> device.answer(write, 204);
        case "separate" -> {
          device.raw.send(new CoapBytes(CON, 204, 777, write.token));
          device.raw.expectAck(777);
        }
        default -> device.raw.send(new CoapBytes(RST, 0, write.mid, new byte[0]));
      }
      assertThat(outcome.join())
          .isEqualTo(form.equals("reset") ? new SendOutcome.Refused("RST") : delivered());
    }
  }

  @Test
  void thePagingWindowEnds() {
    impatient();
    TestDevice device = registered();
    CompletableFuture<SendOutcome> outcome = bed.send(1, "a", Duration.ofMillis(100));
    device.takeWrite("a");
    assertThat(outcome.join())
        .isEqualTo(new SendOutcome.Unanswered("no answer within the paging window"));
  }

  @Test
  void requestsGoOneAtATimeAndInOrder() {
    TestDevice device = registered();
    CompletableFuture<SendOutcome> first = bed.send(1, "a");
    CompletableFuture<SendOutcome> second = bed.send(1, "b");
    CoapBytes write = device.takeWrite("a");
    device.raw.expectSilence(Duration.ofMillis(60));
    device.answer(write, 204);
    device.answer(device.takeWrite("b"), 204);
    assertThat(first.join()).isEqualTo(delivered());
    assertThat(second.join()).isEqualTo(delivered());
  }

  @Test
  void whatWaitsInTheLaneBeyondItsTimeNeverLeaves() {
    TestDevice device = registered();
    Instant end = bed.clock.instant().plusSeconds(30);
    CompletableFuture<SendOutcome> first = bed.send(1, "a");
    var late = new Downlink(2, Bytes.utf8("late"), Duration.ZERO, "", end);
    var command = bed.session(1).send(late).toCompletableFuture();
    var read =
        new ObjectRequest(
            3,
            ObjectAction.EXECUTE,
            ObjectPath.parse("/3/0/4").orElseThrow(),
            Optional.empty(),
            Bytes.EMPTY,
            Duration.ZERO,
            end);
    var operation =
        ObjectSession.of(bed.sessions, 1).orElseThrow().operate(read).toCompletableFuture();
    CoapBytes write = device.takeWrite("a");
    bed.clock.advance(Duration.ofSeconds(30));
    device.answer(write, 204);
    assertThat(first.join()).isEqualTo(delivered());
    assertThat(command.join()).isEqualTo(new SendOutcome.Overdue());
    assertThat(operation.join())
        .isEqualTo(new ObjectOutcome.Unfulfilled(new SendOutcome.Overdue()));
    device.raw.expectSilence(SHORT);
  }

  @Test
  void observeRequestGoesFirst() {
    bed.platform.device(IMEI);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    TestDevice device = bed.device(IMEI);
    device.raw.send(device.registration());
    await().until(() -> bed.platform.asked.size() == 1);
    bed.platform.commitWaiting();
    await().until(() -> bed.sessions.size() == 1);
    CompletableFuture<SendOutcome> outcome = bed.send(1, "a");
    device.registered(device.raw.receive());
    device.answerObserve("first");
    device.answer(device.takeWrite("a"), 204);
    assertThat(outcome.join()).isEqualTo(delivered());
  }

  @Test
  void uplinkThatCameEarlierIsAnsweredFirst() {
    TestDevice device = bed.observed(IMEI);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    CoapBytes report = device.report(CON, "reading");
    device.raw.send(report);
    await().until(() -> bed.platform.asked.stream().anyMatch(Inbound.Report.class::isInstance));
    CompletableFuture<SendOutcome> outcome = bed.send(1, "a");
    device.raw.expectSilence(SHORT);
    bed.platform.commitWaiting();
    device.raw.expectAck(report.mid);
    device.answer(device.takeWrite("a"), 204);
    assertThat(outcome.join()).isEqualTo(delivered());
  }

  @Test
  void updateThatCameEarlierIsAnsweredFirst() {
    TestDevice device = registered();
    bed.platform.disk = FakePlatform.Disk.WAITS;
    CoapBytes update = device.update();
    device.raw.send(update);
    await().until(() -> bed.platform.asked.stream().anyMatch(Inbound.Updated.class::isInstance));
    CompletableFuture<SendOutcome> outcome = bed.send(1, "a");
    device.raw.expectSilence(SHORT);
    bed.platform.commitWaiting();
    assertThat(device.raw.receive().code).isEqualTo(204);
    device.answer(device.takeWrite("a"), 204);
    assertThat(outcome.join()).isEqualTo(delivered());
  }

  @Test
  void uplinkThatCannotBeStoredDoesNotBlockTheLane() {
    TestDevice device = bed.observed(IMEI);
    bed.platform.disk = FakePlatform.Disk.FULL;
    device.raw.send(device.report(CON, "reading"));
    await().until(() -> bed.platform.asked.stream().anyMatch(Inbound.Report.class::isInstance));
    CompletableFuture<SendOutcome> outcome = bed.send(1, "a");
    device.answer(device.takeWrite("a"), 204);
    assertThat(outcome.join()).isEqualTo(delivered());
  }

  @Test
  void nothingLeavesForARegistrationThatIsOver() {
    TestDevice device = registered();
    DeviceSession session = bed.session(1);
    assertThat(device.exchange(device.deregistration()).code).isEqualTo(202);
    SendOutcome outcome =
        session.send(new Downlink(1, Bytes.utf8("a"), Duration.ZERO)).toCompletableFuture().join();
    assertThat(outcome).isEqualTo(new SendOutcome.NotSent("the registration is over"));
    device.raw.expectSilence(SHORT);
  }

  @Test
  void longCommandGoesInBlocks() {
    TestDevice device = registered();
    CompletableFuture<SendOutcome> outcome = bed.send(1, "x".repeat(1300));
    StringBuilder got = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      CoapBytes block = device.raw.receive();
      int option = block.number(CoapBytes.BLOCK1);
      assertThat(option >> 4).isEqualTo(i);
      got.append(block.text());
      device.raw.send(
          new CoapBytes(ACK, i < 2 ? 231 : 204, block.mid, block.token)
              .uint(CoapBytes.BLOCK1, option));
    }
    assertThat(outcome.join()).isEqualTo(delivered());
    assertThat(got.toString()).isEqualTo("x".repeat(1300));
  }

  @Test
  void stopEndsRequestsThatAreUnderWay() {
    TestDevice device = registered();
    CompletableFuture<SendOutcome> sent = bed.send(1, "a", Duration.ofMinutes(1));
    CompletableFuture<SendOutcome> waiting = bed.send(1, "b");
    DeviceSession session = bed.session(1);
    device.takeWrite("a");
    bed.server.stop(Duration.ofSeconds(1));
    assertThat(sent.join()).isInstanceOf(SendOutcome.Unanswered.class);
    assertThat(waiting.join()).isEqualTo(new SendOutcome.NotSent("the platform stops"));
    SendOutcome after =
        session.send(new Downlink(1, Bytes.utf8("c"), Duration.ZERO)).toCompletableFuture().join();
    assertThat(after).isEqualTo(new SendOutcome.NotSent("the platform stops"));
  }
}
