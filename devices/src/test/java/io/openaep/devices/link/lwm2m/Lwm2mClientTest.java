package io.openaep.devices.link.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.link.ManualLane;
import io.openaep.devices.link.MemoryDatagrams;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.Test;

class Lwm2mClientTest {
  private static final Lwm2mPath UPLINK = Lwm2mPath.of(19, 0, 0);
  private static final Lwm2mPath DOWNLINK = Lwm2mPath.of(19, 1, 0);
  private static final Lwm2mValue HELLO = new Lwm2mValue.Opaque(Bytes.utf8("helloworld"));

  private final ManualLane lane = new ManualLane();
  private final MemoryDatagrams link = new MemoryDatagrams();
  private final ScriptedServer server = new ScriptedServer(link::next, link::deliver);
  private final List<Lwm2mRequest> requests = new ArrayList<>();
  private final List<ServerChange> changes = new ArrayList<>();
  private final List<Lwm2mResult> results = new ArrayList<>();
  private final Lwm2mClient client =
      new Lwm2mClient(
          link,
          lane,
          new Lwm2mSettings(
              "868543060974334", Duration.ofDays(1), Binding.U, Retransmission.DEFAULT),
          () -> new DeviceFacts("Quectel", "EC800E", "868543060974334", "EC800ECNLCR01", -57),
          new Lwm2mListener() {
            @Override
            public void requested(Lwm2mRequest request) {
              requests.add(request);
            }

            @Override
            public void changed(ServerChange change) {
              changes.add(change);
            }
          },
          new Random(7));

  private void ended(int mid, Lwm2mResult result) {
    results.add(result);
  }

  private Request register() {
    client.register(new LinkedHashSet<>(List.of(UPLINK, DOWNLINK)), results::add);
    return server.nextRequest();
  }

  private void registered() {
    server.answer(register(), ResponseCode.CREATED, "rd", "a1b2");
    assertThat(results).containsExactly(new Lwm2mResult.Done());
    results.clear();
  }

  private void observed() {
    registered();
    server.send(ScriptedServer.observe(100, "c0ffee", "19/0/0"));
    client.answer(100, new Lwm2mAnswer.Content(UPLINK, HELLO));
    server.nextResponse();
    requests.clear();
  }

  @Test
  void registrationNamesEndpointLifetimeVersionBindingAndInstances() {
    Request request = register();

    assertThat(request.getCode()).isEqualTo(Code.POST);
    assertThat(request.getType()).isEqualTo(CoAP.Type.CON);
    assertThat(request.getOptions().getUriPath()).containsExactly("rd");
    assertThat(request.getOptions().getUriQuery())
        .containsExactly("ep=868543060974334", "lt=86400", "lwm2m=1.0", "b=U");
    assertThat(request.getOptions().getContentFormat()).isEqualTo(40);
    assertThat(request.getPayloadString())
        .isEqualTo("</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</4/0>,</19/0>,</19/1>");
  }

  @Test
  void refusedRegistrationTellsTheServersCode() {
    server.answer(register(), ResponseCode.FORBIDDEN);

    assertThat(results).containsExactly(new Lwm2mResult.Refused("4.03"));
  }

  @Test
  void registrationIsRepeatedUnchangedAndGivenUp() {
    client.register(Set.of(UPLINK), results::add);
    Bytes first = link.next();
    List<Duration> gaps = new ArrayList<>();
    Duration sinceLast = Duration.ZERO;
    while (results.isEmpty() && sinceLast.toSeconds() < 100) {
      lane.advance(Duration.ofMillis(100));
      sinceLast = sinceLast.plusMillis(100);
      if (!link.silent()) {
        assertThat(link.next()).isEqualTo(first);
        gaps.add(sinceLast);
        sinceLast = Duration.ZERO;
      }
    }

    assertThat(gaps).hasSize(4);
    assertThat(gaps.getFirst()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(3100));
    assertThat(gaps.get(3).toMillis()).isBetween(15_500L, 24_500L);
    assertThat(results).containsExactly(new Lwm2mResult.Silent());
    assertThat(lane.waiting()).isZero();
  }

  @Test
  void responseAfterAnEmptyAcknowledgementIsAcknowledgedAndCounts() {
    Request request = register();
    server.acknowledge(request);
    lane.advance(Duration.ofSeconds(20));
    assertThat(link.silent()).as("no repetition after the acknowledgement").isTrue();
    Response late = new Response(ResponseCode.CREATED);
    late.setType(CoAP.Type.CON).setMID(9).setToken(request.getToken());
    server.send(late);
    server.send(late);

    assertThat(results).containsExactly(new Lwm2mResult.Done());
    for (int i = 0; i < 2; i++) {
      Message ack = server.next();
      assertThat(ack).isInstanceOf(EmptyMessage.class);
      assertThat(ack.getType()).isEqualTo(CoAP.Type.ACK);
      assertThat(ack.getMID()).isEqualTo(9);
    }
  }

  @Test
  void requestThatOvertakesTheRegistrationsAnswerIsTakenAfterIt() {
    Request registration = register();
    server.send(ScriptedServer.observe(100, "c0ffee", "19/0/0"));
    assertThat(requests).isEmpty();
    server.answer(registration, ResponseCode.CREATED, "rd", "a1b2");

    assertThat(results).hasSize(1);
    assertThat(requests).containsExactly(new Lwm2mRequest.Observe(100, UPLINK));
  }

  @Test
  void quickAnswerToAnObservationTravelsInTheAcknowledgement() {
    registered();
    server.send(ScriptedServer.observe(100, "c0ffee", "19/0/0"));
    assertThat(requests).containsExactly(new Lwm2mRequest.Observe(100, UPLINK));
    assertThat(client.answer(100, new Lwm2mAnswer.Content(UPLINK, HELLO))).isTrue();

    Response response = server.nextResponse();
    assertThat(response.getType()).isEqualTo(CoAP.Type.ACK);
    assertThat(response.getMID()).isEqualTo(100);
    assertThat(response.getTokenString()).isEqualToIgnoringCase("c0ffee");
    assertThat(response.getOptions().hasObserve()).isTrue();
    assertThat(response.getOptions().getContentFormat()).isEqualTo(42);
    assertThat(response.getPayloadString()).isEqualTo("helloworld");
    assertThat(client.answer(100, new Lwm2mAnswer.Content(UPLINK, HELLO))).isFalse();
  }

  @Test
  void confirmableReportIsDoneWhenTheServerAcknowledges() {
    observed();
    OptionalInt mid = client.report(UPLINK, HELLO, true, this::ended);
    Response report = server.nextResponse();

    assertThat(mid).hasValue(report.getMID());
    assertThat(report.getType()).isEqualTo(CoAP.Type.CON);
    assertThat(report.getTokenString()).isEqualToIgnoringCase("c0ffee");
    assertThat(results).isEmpty();
    server.acknowledge(report);
    assertThat(results).containsExactly(new Lwm2mResult.Done());
  }

  @Test
  void unacknowledgedReportEndsSilent() {
    observed();
    client.report(UPLINK, HELLO, true, this::ended);
    lane.advance(Duration.ofSeconds(100));

    assertThat(results).containsExactly(new Lwm2mResult.Silent());
  }

  @Test
  void unconfirmableReportIsSentOnce() {
    observed();
    client.report(UPLINK, HELLO, false, this::ended);
    assertThat(server.nextResponse().getType()).isEqualTo(CoAP.Type.NON);
    lane.advance(Duration.ofMinutes(5));

    assertThat(link.silent()).isTrue();
    assertThat(results).isEmpty();
  }

  @Test
  void rejectedReportEndsTheObservation() {
    observed();
    client.report(UPLINK, HELLO, false, this::ended);
    server.reset(server.next());

    assertThat(client.observed(UPLINK)).isFalse();
    assertThat(client.report(UPLINK, HELLO, false, this::ended)).isEmpty();
  }

  @Test
  void rejectedConfirmableReportEndsTheObservationAndIsToldAsReset() {
    observed();
    client.report(UPLINK, HELLO, true, this::ended);
    server.reset(server.next());

    assertThat(results).containsExactly(new Lwm2mResult.Reset());
    assertThat(client.observed(UPLINK)).isFalse();
  }

  @Test
  void cancelledObservationIsOverOnceAnswered() {
    observed();
    Request cancel = ScriptedServer.observe(101, "c0ffee", "19/0/0");
    cancel.getOptions().setObserve(1);
    server.send(cancel);
    assertThat(requests).containsExactly(new Lwm2mRequest.CancelObserve(101, UPLINK));
    client.answer(101, new Lwm2mAnswer.Content(UPLINK, HELLO));

    assertThat(server.nextResponse().getOptions().hasObserve()).isFalse();
    assertThat(client.observed(UPLINK)).isFalse();
  }

  @Test
  void repeatedWriteGetsTheSameAnswerAndIsNotHandedUpAgain() {
    registered();
    Request write = ScriptedServer.write(200, "19/1/0", "helloworld ack");
    server.send(write);
    server.send(write);
    assertThat(requests)
        .containsExactly(new Lwm2mRequest.Write(200, DOWNLINK, Bytes.utf8("helloworld ack")));
    assertThat(link.silent()).as("nothing to repeat yet").isTrue();
    client.answer(200, new Lwm2mAnswer.Changed());
    Bytes answer = link.next();
    server.send(write);

    assertThat(link.next()).isEqualTo(answer);
    assertThat(requests).hasSize(1);
  }

  @Test
  void sameMessageIdUnderAnotherTokenIsANewRequest() {
    registered();
    server.send(ScriptedServer.write(200, "19/1/0", "one"));
    client.answer(200, new Lwm2mAnswer.Changed());
    Request other = ScriptedServer.write(200, "19/1/0", "two");
    other.setToken(new byte[] {7, 7});
    server.send(other);

    assertThat(requests).hasSize(2);
  }

  @Test
  void lateAnswerFollowsItsAcknowledgementConfirmably() {
    registered();
    Request write = ScriptedServer.write(200, "19/1/0", "x");
    server.send(write);
    lane.advance(Duration.ofMillis(1999));
    assertThat(link.silent()).isTrue();
    lane.advance(Duration.ofMillis(1));
    Message ack = server.next();
    assertThat(ack).isInstanceOf(EmptyMessage.class);
    assertThat(ack.getMID()).isEqualTo(200);
    server.send(write);
    assertThat(server.next()).as("repetition").isInstanceOf(EmptyMessage.class);
    client.answer(200, new Lwm2mAnswer.Changed());

    Response late = server.nextResponse();
    assertThat(late.getType()).isEqualTo(CoAP.Type.CON);
    assertThat(late.getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(late.getToken()).isEqualTo(write.getToken());
    lane.advance(Duration.ofMillis(3100));
    assertThat(server.next().getMID()).as("repeated").isEqualTo(late.getMID());
    server.acknowledge(late);
    lane.advance(Duration.ofMinutes(2));
    assertThat(link.silent()).isTrue();
  }

  @Test
  void requestWithoutAnswerOfTheHostIsGivenUpAfterAMinute() {
    registered();
    server.send(ScriptedServer.write(200, "19/1/0", "x"));
    lane.advance(Duration.ofSeconds(60));
    server.next();

    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.INTERNAL_SERVER_ERROR);
    assertThat(client.answer(200, new Lwm2mAnswer.Changed())).isFalse();
  }

  @Test
  void answerOfAnotherKindOrPathIsNotSent() {
    registered();
    server.send(ScriptedServer.write(200, "19/1/0", "x"));
    server.send(ScriptedServer.confirmable(Code.GET, 201, "01", "19/0/0"));

    assertThat(client.answer(200, new Lwm2mAnswer.Content(DOWNLINK, HELLO))).isFalse();
    assertThat(client.answer(201, new Lwm2mAnswer.Changed())).isFalse();
    assertThat(client.answer(201, new Lwm2mAnswer.Content(DOWNLINK, HELLO))).isFalse();
    assertThat(link.silent()).isTrue();
  }

  @Test
  void postExecutesUnlessItNamesAContentFormat() {
    registered();
    Request execute = ScriptedServer.confirmable(Code.POST, 300, "01", "19/1/0");
    execute.setPayload("0='a'");
    server.send(execute);
    Request write = ScriptedServer.confirmable(Code.POST, 301, "02", "19/1/0");
    write.getOptions().setContentFormat(Contents.OCTETS);
    write.setPayload("v");
    server.send(write);

    assertThat(requests)
        .containsExactly(
            new Lwm2mRequest.Execute(300, DOWNLINK, "0='a'"),
            new Lwm2mRequest.Write(301, DOWNLINK, Bytes.utf8("v")));
  }

  @Test
  void valueInTlvIsUnwrappedAndTlvIsAnsweredWhereAskedFor() {
    registered();
    Request write = ScriptedServer.write(400, "19/1/0", "");
    write.getOptions().setContentFormat(Contents.TLV);
    write.setPayload(Bytes.hex("c300010203").toArray());
    server.send(write);
    Request read = ScriptedServer.confirmable(Code.GET, 401, "02", "19/0/0");
    read.getOptions().setAccept(Contents.TLV);
    server.send(read);
    client.answer(401, new Lwm2mAnswer.Content(UPLINK, HELLO));

    assertThat(requests.getFirst())
        .isEqualTo(new Lwm2mRequest.Write(400, DOWNLINK, Bytes.hex("010203")));
    Response response = server.nextResponse();
    assertThat(response.getOptions().getContentFormat()).isEqualTo(Contents.TLV);
    assertThat(Bytes.wrap(response.getPayload()).toHex())
        .isEqualTo("c8000a" + Bytes.utf8("helloworld").toHex());
  }

  @Test
  void brokenTlvIsABadRequest() {
    registered();
    Request write = ScriptedServer.write(400, "19/1/0", "junk");
    write.getOptions().setContentFormat(Contents.TLV);
    server.send(write);

    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(requests).isEmpty();
  }

  @Test
  void unknownPathsPartsAndMethodsAreRefused() {
    registered();
    server.send(ScriptedServer.confirmable(Code.GET, 1, "01", "20/0/0"));
    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    server.send(ScriptedServer.confirmable(Code.GET, 2, "01", "firmware"));
    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    server.send(ScriptedServer.confirmable(Code.DELETE, 3, "01", "19/0"));
    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
    Request part = ScriptedServer.write(4, "19/1/0", "part");
    part.getOptions().setBlock1(2, true, 1);
    server.send(part);
    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_INCOMPLETE);
    assertThat(requests).isEmpty();
  }

  /// RFC 7959, 2.3.
  @Test
  void writeOf64KiBComesInBlocksAndOneMoreIsTooMuch() {
    registered();
    for (int number = 0; number < 63; number++) {
      assertThat(block(500 + number, number, true).getCode()).isEqualTo(ResponseCode.CONTINUE);
    }
    assertThat(requests).isEmpty();
    server.send(blockOfWrite(563, 63, false));
    Lwm2mRequest.Write write = (Lwm2mRequest.Write) requests.getFirst();
    assertThat(write.payload().size()).isEqualTo(64 << 10);
    client.answer(write.mid(), new Lwm2mAnswer.Changed());
    Response done = server.nextResponse();
    assertThat(done.getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(done.getOptions().getBlock1().getNum()).isEqualTo(63);
    for (int number = 0; number < 64; number++) {
      assertThat(block(600 + number, number, true).getCode()).isEqualTo(ResponseCode.CONTINUE);
    }
    assertThat(block(664, 64, true).getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
    assertThat(block(665, 65, false).getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_INCOMPLETE);
    assertThat(requests).hasSize(1);
  }

  private Response block(int mid, int number, boolean more) {
    server.send(blockOfWrite(mid, number, more));
    return server.nextResponse();
  }

  private static Request blockOfWrite(int mid, int number, boolean more) {
    Request part = ScriptedServer.write(mid, "19/1/0", "x".repeat(1024));
    part.getOptions().setBlock1(6, more, number);
    return part;
  }

  /// RFC 7959, 2.4: also in the smaller blocks that the server asks for.
  @Test
  void largeReadIsAnsweredInBlocks() {
    registered();
    server.send(ScriptedServer.confirmable(Code.GET, 700, "0c", "19/1/0"));
    String body = "0123456789".repeat(250);
    Lwm2mRequest read = requests.getFirst();
    client.answer(
        read.mid(),
        new Lwm2mAnswer.Content(Lwm2mPath.of(19, 1, 0), new Lwm2mValue.Opaque(Bytes.utf8(body))));
    Response first = server.nextResponse();
    assertThat(first.getOptions().getBlock2().isM()).isTrue();
    StringBuilder got = new StringBuilder(first.getPayloadString());
    for (int number = 1; number < 3; number++) {
      Request next = ScriptedServer.confirmable(Code.GET, 700 + number, "0c", "19/1/0");
      next.getOptions().setBlock2(6, false, number);
      server.send(next);
      got.append(server.nextResponse().getPayloadString());
    }
    assertThat(got).hasToString(body);
    Request beyond = ScriptedServer.confirmable(Code.GET, 710, "0c", "19/1/0");
    beyond.getOptions().setBlock2(6, false, 3);
    server.send(beyond);
    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.BAD_OPTION);
    assertThat(requests).hasSize(1);
  }

  @Test
  void builtInObjectsAreAnsweredWithoutTheHost() {
    registered();
    server.send(ScriptedServer.confirmable(Code.GET, 1, "01", "3/0/1"));
    assertThat(server.nextResponse().getPayloadString()).isEqualTo("EC800E");
    server.send(ScriptedServer.confirmable(Code.GET, 2, "01", "1/0"));
    Response instance = server.nextResponse();
    assertThat(instance.getOptions().getContentFormat()).isEqualTo(Contents.TLV);
    assertThat(Bytes.wrap(instance.getPayload()).toHex()).startsWith("c10001" + "c40100015180");
    server.send(ScriptedServer.confirmable(Code.GET, 3, "01", "5/0/3"));
    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    assertThat(requests).isEmpty();
  }

  @Test
  void serverChangesTheLifetimeAndGetsAnUpdate() {
    registered();
    Request write = ScriptedServer.confirmable(Code.PUT, 1, "01", "1/0/1");
    write.setPayload("3600");
    server.send(write);

    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(server.nextRequest().getOptions().getUriQuery()).containsExactly("lt=3600");
    assertThat(changes).containsExactly(new ServerChange.Lifetime(Duration.ofHours(1)));
  }

  @Test
  void updateGoesToTheLocationAndKnowsItsId() {
    registered();
    List<Integer> mids = new ArrayList<>();
    client.update(Optional.of(Duration.ofDays(1)), Optional.empty(), (mid, _) -> mids.add(mid));
    Request update = server.nextRequest();
    assertThat(update.getOptions().getUriPath()).containsExactly("rd", "a1b2");
    assertThat(update.getOptions().getUriQuery()).containsExactly("lt=86400");
    server.answer(update, ResponseCode.CHANGED);

    assertThat(mids).containsExactly(update.getMID());
  }

  @Test
  void updateOfAForgottenRegistrationEndsIt() {
    observed();
    client.update(Optional.empty(), Optional.of(Binding.UQ), this::ended);
    Request update = server.nextRequest();
    assertThat(update.getOptions().getUriQuery()).containsExactly("b=UQ");
    server.answer(update, ResponseCode.NOT_FOUND);

    assertThat(results).containsExactly(new Lwm2mResult.Refused("4.04"));
    assertThat(client.observed(UPLINK)).isFalse();
  }

  @Test
  void deregistrationDeletesTheLocation() {
    registered();
    client.deregister(results::add);
    Request delete = server.nextRequest();
    assertThat(delete.getCode()).isEqualTo(Code.DELETE);
    assertThat(delete.getOptions().getUriPath()).containsExactly("rd", "a1b2");
    server.answer(delete, ResponseCode.DELETED);

    assertThat(results).containsExactly(new Lwm2mResult.Done());
  }

  @Test
  void unknownResponseIsRejectedAndPingToo() {
    registered();
    Response stray = new Response(ResponseCode.CONTENT);
    stray.setType(CoAP.Type.CON).setMID(5).setToken(new byte[] {1});
    server.send(stray);
    assertThat(server.next().getType()).isEqualTo(CoAP.Type.RST);
    EmptyMessage ping = new EmptyMessage(CoAP.Type.CON);
    ping.setToken(new byte[0]).setMID(6);
    server.send(ping);
    assertThat(server.next().getType()).isEqualTo(CoAP.Type.RST);
  }

  @Test
  void junkIsIgnoredOrRejectedAndNothingBreaks() {
    registered();
    link.deliver(Bytes.EMPTY);
    link.deliver(Bytes.hex("ff"));
    link.deliver(Bytes.hex("0000000000"));
    assertThat(link.silent()).isTrue();
    link.deliver(Bytes.hex("4f01abcd")); // CON with a token length of 15
    while (!link.silent()) {
      assertThat(server.next().getType()).isEqualTo(CoAP.Type.RST);
    }
    server.send(ScriptedServer.observe(100, "c0ffee", "19/0/0"));
    assertThat(requests).hasSize(1);
  }

  @Test
  void closedClientIsSilentAndLeavesNoTimer() {
    observed();
    client.report(UPLINK, HELLO, true, this::ended);
    server.send(ScriptedServer.write(200, "19/1/0", "x"));
    server.next();
    client.close();
    lane.advance(Duration.ofMinutes(5));

    assertThat(link.closed()).isTrue();
    assertThat(link.silent()).isTrue();
    assertThat(results).isEmpty();
    assertThat(lane.waiting()).isZero();
  }
}
