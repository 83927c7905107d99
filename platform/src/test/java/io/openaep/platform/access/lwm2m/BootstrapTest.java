package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.access.lwm2m.coap.CoapBytes.ACK;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.BLOCK1;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_PATH;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_QUERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.Patience;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.lwm2m.bootstrap.BootstrapConfig;
import io.openaep.platform.access.lwm2m.bootstrap.BootstrapServer;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.platform.access.lwm2m.coap.RawDevice;
import io.openaep.platform.access.lwm2m.object.ObjectDecoder;
import io.openaep.platform.access.socket.FakeTap;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The bootstrap server against a device of literal bytes.
class BootstrapTest {
  private static final String IMEI = "868543060974334";
  private static final String KEY = "0123456789abcdef";
  private static final int SZX_16 = 0;
  private static final int MORE = 8;
  private static final Duration SHORT = Duration.ofMillis(150);

  private final FakePlatform platform = new FakePlatform();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FakeTap tap = new FakeTap();
  private BootstrapServer server;
  private RawDevice device;
  private int mid = 1;

  @BeforeEach
  void open() throws IOException {
    open(Patience.LONGEST, OptionalInt.of(5683));
  }

  private void open(Duration ackTimeout) throws IOException {
    open(ackTimeout, OptionalInt.of(5683));
  }

  private void open(Duration ackTimeout, OptionalInt plainDoor) throws IOException {
    server =
        BootstrapServer.open(
            new BootstrapConfig(
                List.of(Bed.V4),
                OptionalInt.of(0),
                OptionalInt.of(0),
                new BootstrapConfig.Servers(plainDoor, OptionalInt.of(5684)),
                new BootstrapConfig.Settings(
                    Optional.empty(), Duration.ofMinutes(5), 2, ackTimeout)),
            new BootstrapServer.Needs(
                platform, new Refusals(meters), tap, meters, new MovableClock()));
    device = new RawDevice(new InetSocketAddress(Bed.V4, server.port(false).orElseThrow()));
  }

  @AfterEach
  void close() {
    device.close();
    server.close();
    platform.close();
  }

  private CoapBytes request(String... query) {
    CoapBytes post = new CoapBytes(CON, 2, mid++, new byte[] {1}).option(URI_PATH, "bs");
    for (String parameter : query) {
      post.option(URI_QUERY, parameter);
    }
    return post;
  }

  private CoapBytes exchange(CoapBytes request) {
    device.send(request);
    return device.receive();
  }

  private CoapBytes take(int code, String... path) {
    CoapBytes step = device.receive();
    assertThat(step.code).as(step.toString()).isEqualTo(code);
    assertThat(step.type).isEqualTo(CON);
    assertThat(step.texts(URI_PATH)).containsExactly(path);
    return step;
  }

  private void answer(CoapBytes step, int code) {
    device.send(new CoapBytes(ACK, code, step.mid, step.token));
  }

  private static String values(String path, CoapBytes write) {
    assertThat(write.number(12)).isEqualTo(11_542);
    return ObjectDecoder.decode(path, Optional.of(11_542), Bytes.wrap(write.payload())).values();
  }

  @Test
  void aKnownDeviceIsToldItsServer() {
    platform.device(IMEI);
    assertThat(exchange(request("ep=" + IMEI)).code).isEqualTo(204);
    CoapBytes security = take(3, "0", "1");
    assertThat(values("/0/1", security))
        .contains("\"value\":\"coap://127.0.0.1:5683\"")
        .contains("\"path\":\"/0/1/1\",\"type\":\"boolean\",\"value\":false")
        .contains("\"path\":\"/0/1/2\",\"type\":\"integer\",\"value\":3");
    answer(security, 204);
    CoapBytes account = take(3, "1", "0");
    assertThat(values("/1/0", account))
        .contains("\"path\":\"/1/0/1\",\"type\":\"integer\",\"value\":300");
    answer(account, 204);
    answer(take(2, "bs"), 204);
    device.expectSilence(SHORT);
  }

  @Test
  void aWriteThatIsLostIsRepeatedAndARefusalEndsIt() throws IOException {
    device.close();
    server.close();
    open(Duration.ofMillis(200));
    platform.device(IMEI);
    assertThat(exchange(request("ep=" + IMEI)).code).isEqualTo(204);
    CoapBytes first = take(3, "0", "1");
    CoapBytes again = take(3, "0", "1");
    assertThat(again.mid).isEqualTo(first.mid);
    answer(again, 400);
    for (Optional<CoapBytes> late = device.receive(SHORT); // what had left meanwhile
        late.isPresent();
        late = device.receive(SHORT)) {
      assertThat(late.get().mid).isEqualTo(first.mid);
    }
  }

  @Test
  void aDeviceThatBeginsAnewIsServedAnew() {
    platform.device(IMEI);
    assertThat(exchange(request("ep=" + IMEI)).code).isEqualTo(204);
    take(3, "0", "1");
    device.send(request("ep=" + IMEI));
    CoapBytes next = device.receive();
    while (next.type != ACK) {
      next = device.receive();
    }
    assertThat(next.code).isEqualTo(204);
    answer(take(3, "0", "1"), 204);
    answer(take(3, "1", "0"), 204);
    answer(take(2, "bs"), 204);
  }

  @Test
  void whoIsUnknownOrAsksForItsKeyInTheClearIsRefused() {
    assertThat(exchange(request("ep=" + IMEI)).code).isEqualTo(400);
    platform.device(IMEI, Optional.of(Bytes.utf8("0123456789abcdef")), true);
    assertThat(exchange(request("ep=" + IMEI)).code).isEqualTo(400);
    assertThat(exchange(request()).code).isEqualTo(400);
    assertThat(exchange(new CoapBytes(CON, 1, mid++, new byte[] {1}).option(URI_PATH, "bs")).code)
        .isEqualTo(405);
    assertThat(exchange(new CoapBytes(CON, 2, mid++, new byte[] {1}).option(URI_PATH, "rd")).code)
        .isEqualTo(404);
    device.expectSilence(SHORT);
    assertThat(
            meters
                .counter("openaep.refused", "door", "lwm2m", "kind", "bootstrap_wrong_door")
                .count())
        .isEqualTo(1);
  }

  @Test
  void aDeviceIsNotSentToADoorThatIsClosed() throws IOException {
    close();
    open(Duration.ofSeconds(5), OptionalInt.empty());
    platform.device(IMEI);
    assertThat(exchange(request("ep=" + IMEI)).code).isEqualTo(503);
    assertThat(
            meters.counter("openaep.refused", "door", "lwm2m", "kind", "bootstrap_closed").count())
        .isEqualTo(1);
  }

  @Test
  void moreThanTheLimitAtOnceAreSentAway() {
    for (int i = 0; i < 3; i++) {
      platform.device("86854306097433" + i);
    }
    int[] codes = new int[3];
    for (int i = 0; i < 3; i++) {
      RawDevice each =
          new RawDevice(new InetSocketAddress(Bed.V4, server.port(false).orElseThrow()));
      each.send(request("ep=86854306097433" + i));
      codes[i] = each.receive().code;
      each.close();
    }
    assertThat(codes).containsExactly(204, 204, 503);
    assertThat(
            meters
                .counter("openaep.refused", "door", "lwm2m", "kind", "bootstrap_overloaded")
                .count())
        .isEqualTo(1);
  }

  @Test
  void overDtlsTheKeyComesAlong() {
    platform.device(IMEI, Optional.of(Bytes.utf8("0123456789abcdef")), true);
    try (DtlsDevice secured =
        new DtlsDevice(
            new InetSocketAddress(Bed.V4, server.port(true).orElseThrow()),
            IMEI,
            Bytes.utf8("0123456789abcdef"),
            CipherSuite.TLS_PSK_WITH_AES_128_CCM_8)) {
      secured.send(request("ep=" + IMEI));
      assertThat(secured.receive().code).isEqualTo(204);
      CoapBytes security = secured.receive();
      assertThat(tap.lines())
          .anySatisfy(it ->
              assertThat(it).startsWith("?" + IMEI + " IN").contains("bootstrap CON POST /bs"))
          .anySatisfy(it -> assertThat(it).contains(" OUT").contains("ACK 2.04"))
          .anySatisfy(it ->
              assertThat(it)
                  .contains(" OUT")
                  .contains("CON PUT /0/1")
                  .contains(Bytes.utf8("****************").toHex()))
          .noneSatisfy(it -> assertThat(it).contains(Bytes.utf8("0123456789abcdef").toHex()));
      assertThat(values("/0/1", security))
          .contains("coaps://127.0.0.1:5684")
          .contains(Bytes.utf8(IMEI).toHex())
          .contains(Bytes.utf8("0123456789abcdef").toHex());
    }
  }

  /// A repetition would go where the device was, and there is nobody known any more.
  @Test
  void aDeviceThatBeginsAnewElsewhereIsToldNothingMoreWhereItWas() throws IOException {
    device.close();
    server.close();
    open(Duration.ofMillis(200));
    platform.device(IMEI, Optional.of(Bytes.utf8(KEY)), true);
    try (DtlsDevice before = secured();
        DtlsDevice now = secured()) {
      before.send(request("ep=" + IMEI));
      assertThat(before.receive().code).isEqualTo(204);
      before.receive();
      now.send(request("ep=" + IMEI));
      assertThat(now.receive().code).isEqualTo(204);
      answer(now, now.receive(), 204);
      while (before.receive(Duration.ZERO).isPresent()) {
        // what had left meanwhile
      }
      assertThat(before.receive(Duration.ofMillis(900))).isEmpty();
      assertThat(tap.lines()).noneMatch(it -> it.contains(Bytes.utf8(KEY).toHex()));
    }
  }

  @Test
  void aKeyThatIsWrittenInBlocksIsHiddenToo() {
    platform.device(IMEI, Optional.of(Bytes.utf8(KEY)), true);
    try (DtlsDevice secured = secured()) {
      secured.send(request("ep=" + IMEI));
      assertThat(secured.receive().code).isEqualTo(204);
      CoapBytes whole = secured.receive();
      secured.send(new CoapBytes(ACK, 413, whole.mid, whole.token).block(BLOCK1, 0, false, SZX_16));
      StringBuilder written = new StringBuilder();
      CoapBytes step = secured.receive();
      while (step.has(BLOCK1)) {
        written.append(Bytes.wrap(step.payload()).toHex());
        int block = step.number(BLOCK1);
        secured.send(
            new CoapBytes(ACK, (block & MORE) != 0 ? 231 : 204, step.mid, step.token)
                .uint(BLOCK1, block));
        step = secured.receive();
      }
      assertThat(step.texts(URI_PATH)).containsExactly("1", "0");
      assertThat(written).contains(Bytes.utf8(KEY).toHex());
      // in 16 bytes there is at least the one half of it
      assertThat(tap.lines())
          .noneMatch(it -> it.contains(Bytes.utf8(KEY.substring(0, 8)).toHex()))
          .noneMatch(it -> it.contains(Bytes.utf8(KEY.substring(8)).toHex()));
    }
  }

  private DtlsDevice secured() {
    return new DtlsDevice(
        new InetSocketAddress(Bed.V4, server.port(true).orElseThrow()),
        IMEI,
        Bytes.utf8(KEY),
        CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
  }

  private static void answer(DtlsDevice device, CoapBytes step, int code) {
    device.send(new CoapBytes(ACK, code, step.mid, step.token));
  }
}
