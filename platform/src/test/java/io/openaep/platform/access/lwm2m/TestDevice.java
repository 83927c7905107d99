package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.access.lwm2m.coap.CoapBytes.ACK;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CONTENT_FORMAT;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.LOCATION_PATH;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.OBSERVE;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_PATH;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_QUERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.platform.access.lwm2m.coap.RawDevice;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The LwM2M client of the tests: composes what a module would send, in raw datagrams.
final class TestDevice {
  static final String OBJECTS = "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</19/0>,</19/1>";
  private static final byte[] TOKEN = {0x11, 0x22};

  final RawDevice raw;
  private final String imei;
  private int mid = 100;
  private int observe = 1;
  byte[] observed = {};
  String location = "";

  TestDevice(RawDevice raw, String imei) {
    this.raw = raw;
    this.imei = imei;
  }

  int nextMid() {
    return mid++;
  }

  CoapBytes registration(int messageId, String... query) {
    CoapBytes post = new CoapBytes(CON, 2, messageId, TOKEN).option(URI_PATH, "rd");
    post.uint(CONTENT_FORMAT, 40);
    for (String parameter : query) {
      post.option(URI_QUERY, parameter);
    }
    return post.payload(OBJECTS);
  }

  CoapBytes registration() {
    return registration(nextMid(), "ep=" + imei, "lt=86400", "lwm2m=1.0", "b=U");
  }

  CoapBytes request(int code, String at, String... query) {
    CoapBytes request = new CoapBytes(CON, code, nextMid(), TOKEN);
    request.option(URI_PATH, "rd").option(URI_PATH, at);
    for (String parameter : query) {
      request.option(URI_QUERY, parameter);
    }
    return request;
  }

  CoapBytes update(String... query) {
    return request(2, location, query);
  }

  CoapBytes deregistration() {
    return request(4, location);
  }

  /// Sends a request and gives back its piggybacked answer.
  CoapBytes exchange(CoapBytes request) {
    raw.send(request);
    CoapBytes answer = raw.receive();
    assertThat(answer.type).as(answer.toString()).isEqualTo(ACK);
    assertThat(answer.mid).as(answer.toString()).isEqualTo(request.mid);
    assertThat(answer.token).isEqualTo(request.token);
    return answer;
  }

  void register() {
    registered(exchange(registration()));
  }

  void registered(CoapBytes created) {
    assertThat(created.code).as(created.toString()).isEqualTo(201);
    List<String> path = created.texts(LOCATION_PATH);
    assertThat(path).hasSize(2).first().isEqualTo("rd");
    location = path.getLast();
  }

  CoapBytes takeObserve() {
    CoapBytes get = raw.receive();
    assertThat(get.code).as(get.toString()).isEqualTo(1);
    assertThat(get.type).isEqualTo(CON);
    assertThat(get.texts(URI_PATH)).containsExactly("19", "0", "0");
    assertThat(get.has(OBSERVE)).isTrue();
    assertThat(get.token).hasSize(8);
    observed = get.token;
    return get;
  }

  void answerObserve(String value) {
    CoapBytes get = takeObserve();
    raw.send(
        new CoapBytes(ACK, 205, get.mid, get.token)
            .uint(OBSERVE, observe++)
            .uint(CONTENT_FORMAT, 42)
            .payload(value));
  }

  CoapBytes report(int type, String payload) {
    return report(type, 42, payload.getBytes(StandardCharsets.UTF_8));
  }

  CoapBytes report(int type, int contentFormat, byte[] payload) {
    return new CoapBytes(type, 205, nextMid(), observed)
        .uint(OBSERVE, observe++)
        .uint(CONTENT_FORMAT, contentFormat)
        .payload(payload);
  }

  /// Sends a confirmable report and expects its acknowledgement.
  void reported(String payload) {
    CoapBytes report = report(CON, payload);
    raw.send(report);
    raw.expectAck(report.mid);
  }

  CoapBytes takeWrite(String payload) {
    CoapBytes put = raw.receive();
    assertThat(put.code).as(put.toString()).isEqualTo(3);
    assertThat(put.type).isEqualTo(CON);
    assertThat(put.texts(URI_PATH)).containsExactly("19", "1", "0");
    assertThat(put.number(CONTENT_FORMAT)).isEqualTo(42);
    assertThat(put.text()).isEqualTo(payload);
    return put;
  }

  void answer(CoapBytes request, int code) {
    raw.send(new CoapBytes(ACK, code, request.mid, request.token));
  }
}
