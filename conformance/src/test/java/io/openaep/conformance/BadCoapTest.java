package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the LwM2M port does with datagrams that do not keep to CoAP or LwM2M.
@ExtendWith(SharedPlatform.class)
class BadCoapTest {
  private static final Duration NOTHING_FOR = Duration.ofMillis(250);
  private static final int BAD_REQUEST = 0x80;
  private static final int BAD_OPTION = 0x82;
  private static final int FORBIDDEN = 0x83;
  private static final int NOT_FOUND = 0x84;
  private static final int METHOD_NOT_ALLOWED = 0x85;
  private static final int PRECONDITION_FAILED = 0x8c;

  private static PlatformProcess platform;
  private static Onlooker onlooker;

  @BeforeAll
  static void makeDevices(PlatformProcess shared) throws IOException {
    platform = shared;
    onlooker = new Onlooker(shared, "bad coap");
  }

  @AfterAll
  static void close() throws IOException {
    onlooker.close();
  }

  private static List<RawCoap.Option> options(Object... numbersAndTexts) {
    List<RawCoap.Option> options = new ArrayList<>();
    for (int i = 0; i < numbersAndTexts.length; i += 2) {
      options.add(
          RawCoap.Option.text((Integer) numbersAndTexts[i], (String) numbersAndTexts[i + 1]));
    }
    return options;
  }

  private static List<RawCoap.Option> registerWith(String... queries) {
    List<RawCoap.Option> options = options(RawCoap.URI_PATH, "rd");
    for (String query : queries) {
      options.add(RawCoap.Option.text(RawCoap.URI_QUERY, query));
    }
    return options;
  }

  /// Sends a request; the answer must have this code and tell nothing of the inside.
  private static void answered(int code, int method, List<RawCoap.Option> options)
      throws IOException {
    onlooker.look();
    try (RawLwm2m peer = RawLwm2m.open(platform)) {
      RawCoap answer = peer.exchange(peer.request(method, options, "</19/0>,</19/1>"));
      assertThat(answer.code()).as("%s", answer).isEqualTo(code);
      Onlooker.assertNothingOfTheInside(new String(answer.payload(), StandardCharsets.UTF_8));
      onlooker.sawRefusalOf("127.0.0.1:" + peer.localPort());
    }
  }

  /// Sends raw bytes that a CoAP server must ignore (RFC 7252, 3 and 4.2).
  private static void ignored(String hex) throws IOException {
    onlooker.look();
    try (RawLwm2m peer = RawLwm2m.open(platform)) {
      peer.send(HexFormat.of().parseHex(hex));
      assertThat(peer.receive(NOTHING_FOR)).isEmpty();
      onlooker.sawRefusalOf("127.0.0.1:" + peer.localPort());
    }
  }

  /// Sends a confirmable message with a format error: rejected by RST or 4.00 (RFC 7252, 4.2).
  private static void rejected(String hex) throws IOException {
    onlooker.look();
    try (RawLwm2m peer = RawLwm2m.open(platform)) {
      peer.send(HexFormat.of().parseHex(hex));
      Optional<RawCoap> answer = peer.receive(Patience.LONGEST);
      assertThat(answer).isPresent();
      assertThat(answer.get().mid()).isEqualTo(0x1234);
      if (answer.get().type() != RawCoap.RST) {
        assertThat(answer.get().code()).isIn(BAD_REQUEST, BAD_OPTION);
      }
      Onlooker.assertNothingOfTheInside(new String(answer.get().payload(), StandardCharsets.UTF_8));
      onlooker.sawRefusalOf("127.0.0.1:" + peer.localPort());
    }
  }

  @Test
  void datagramThatIsNoCoapIsIgnored() throws IOException {
    ignored("ffffffffffffffffffffffffffffff");
  }

  @Test
  void datagramOfOneByteIsIgnored() throws IOException {
    ignored("40");
  }

  @Test
  void nonConfirmableMessageWithAFormatErrorIsIgnored() throws IOException {
    ignored("5002123461");
  }

  @Test
  void optionThatRunsOverTheEndIsRejected() throws IOException {
    rejected("40021234bd4f7264");
  }

  @Test
  void reservedOptionLengthIsRejected() throws IOException {
    rejected("40021234bf7264");
  }

  @Test
  void payloadMarkerWithoutPayloadIsRejected() throws IOException {
    rejected("40021234b27264ff");
  }

  /// A message format error (RFC 7252, 3).
  @Test
  void tokenLengthBeyondEightIsRejected() throws IOException {
    rejected("4f021234000102030405060708090a0b0c0d0e");
  }

  @Test
  void unknownCriticalOptionIsAnsweredWithBadOption() throws IOException {
    List<RawCoap.Option> options = new ArrayList<>();
    options.add(RawCoap.Option.text(9, "?"));
    options.addAll(registerWith("ep=861234500000000", "lt=300", "lwm2m=1.0"));
    answered(BAD_OPTION, RawLwm2m.POST, options);
  }

  @Test
  void unknownDeviceIsForbidden() throws IOException {
    answered(
        FORBIDDEN, RawLwm2m.POST, registerWith("ep=999999999999999", "lt=300", "lwm2m=1.0", "b=U"));
  }

  @Test
  void endpointInAnotherFormatThanTheProductsIsForbidden() throws IOException {
    Api api = platform.api();
    String imei = SharedPlatform.imei();
    api.device(api.lwm2m("bad coap format", 2), true, imei);
    answered(
        FORBIDDEN,
        RawLwm2m.POST,
        registerWith("ep=urn:imei:" + imei, "lt=300", "lwm2m=1.0", "b=U"));
  }

  @Test
  void registrationWithoutEndpointIsABadRequest() throws IOException {
    answered(BAD_REQUEST, RawLwm2m.POST, registerWith("lt=300", "lwm2m=1.0", "b=U"));
  }

  @Test
  void registrationWithALifetimeThatIsNoNumberIsABadRequest() throws IOException {
    String imei = SharedPlatform.imei();
    Api api = platform.api();
    api.device(api.lwm2m("bad coap lifetime", 2), true, imei);
    answered(BAD_REQUEST, RawLwm2m.POST, registerWith("ep=" + imei, "lt=soon", "lwm2m=1.0"));
  }

  @Test
  void tooLongEndpointIsABadRequest() throws IOException {
    answered(
        BAD_REQUEST, RawLwm2m.POST, registerWith("ep=" + "8".repeat(250), "lt=300", "lwm2m=1.0"));
  }

  @Test
  void unknownVersionOfLwm2mIsAFailedPrecondition() throws IOException {
    String imei = SharedPlatform.imei();
    Api api = platform.api();
    api.device(api.lwm2m("bad coap version", 2), true, imei);
    answered(PRECONDITION_FAILED, RawLwm2m.POST, registerWith("ep=" + imei, "lt=300", "lwm2m=9.9"));
  }

  @Test
  void unknownPathIsNotFound() throws IOException {
    answered(NOT_FOUND, RawLwm2m.GET, options(RawCoap.URI_PATH, "etc", RawCoap.URI_PATH, "passwd"));
  }

  @Test
  void updateOfAnUnknownLocationIsNotFound() throws IOException {
    answered(
        NOT_FOUND, RawLwm2m.POST, options(RawCoap.URI_PATH, "rd", RawCoap.URI_PATH, "guessed"));
  }

  @Test
  void methodThatRegistrationDoesNotKnowIsNotAllowed() throws IOException {
    answered(METHOD_NOT_ALLOWED, RawLwm2m.PUT, registerWith("ep=861234500000000"));
  }

  @Test
  void notificationOnAnUnknownTokenIsReset() throws IOException {
    try (RawLwm2m peer = RawLwm2m.open(platform)) {
      RawCoap answer = peer.exchange(peer.notification("nobody asked"));
      assertThat(answer.type()).isEqualTo(RawCoap.RST);
      onlooker.othersWork();
    }
  }

  @Test
  void garbageOnTheDtlsPortIsIgnored() throws IOException {
    try (RawLwm2m peer = new RawLwm2m("127.0.0.1", platform.port("lwm2ms"))) {
      peer.send(HexFormat.of().parseHex("16fefd0000000000000000ffff01"));
      peer.send(HexFormat.of().parseHex("40021234b27264"));
      assertThat(peer.receive(NOTHING_FOR)).isEmpty();
      onlooker.othersWork();
    }
  }
}
