package io.openaep.devices.link.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import java.time.Duration;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.Test;

/// What the server asks of a client: reads, writes, executes, in blocks too.
class Lwm2mRequestsTest extends Lwm2mClientBed {
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
}
