package io.openaep.devices.link.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.Test;

/// What a client asks of the server: registration, reports, updates.
class Lwm2mClientTest extends Lwm2mClientBed {
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

  /// RFC 7959, 2.6: the first block is the notification, the server reads the rest; the
  /// acknowledgement of the first is that of all.
  @Test
  void largeReportLeavesInItsFirstBlockAndTheServerReadsTheRest() {
    observed();
    String body = "0123456789abcdef".repeat(4_096);
    assertThat(report(body)).isNotEmpty();
    Response first = server.nextResponse();
    assertThat(first.getPayloadSize()).isEqualTo(1_024);
    assertThat(first.getOptions().getObserve()).isNotNull();
    assertThat(first.getOptions().getBlock2().isM()).isTrue();
    assertThat(first.getTokenString()).isEqualToIgnoringCase("c0ffee");
    byte[] version = first.getOptions().getETags().getFirst();
    StringBuilder got = new StringBuilder(first.getPayloadString());
    for (int number = 1; number < 64; number++) {
      Response next = block(800 + number, number);
      assertThat(next.getOptions().getObserve()).isNull();
      assertThat(next.getOptions().getBlock2().isM()).isEqualTo(number < 63);
      assertThat(next.getOptions().getETags().getFirst()).isEqualTo(version);
      got.append(next.getPayloadString());
    }
    assertThat(got).hasToString(body);
    assertThat(results).isEmpty();
    server.acknowledge(first);
    assertThat(results).containsExactly(new Lwm2mResult.Done());
    assertThat(requests).as("none of the host's business").isEmpty();

    assertThat(report("newer" + body.substring(5))).isNotEmpty();
    server.acknowledge(server.nextResponse());
    assertThat(block(900, 1).getOptions().getETags().getFirst()).isNotEqualTo(version);
    assertThat(report(body + "!")).as("more than 64 KiB").isEmpty();
  }

  private OptionalInt report(String body) {
    return client.report(UPLINK, new Lwm2mValue.Opaque(Bytes.utf8(body)), true, this::ended);
  }

  private Response block(int mid, int number) {
    Request next = ScriptedServer.confirmable(Code.GET, mid, "0c", "19/0/0");
    next.getOptions().setBlock2(6, false, number);
    server.send(next);
    return server.nextResponse();
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
