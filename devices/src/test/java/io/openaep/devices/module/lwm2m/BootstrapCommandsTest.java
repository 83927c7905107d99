package io.openaep.devices.module.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.link.UdpPeer;
import io.openaep.devices.link.lwm2m.ScriptedServer;
import io.openaep.devices.module.Expecting;
import io.openaep.devices.module.ModuleWorld;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `AT+QLWCONFIG=1,…`: the module asks a bootstrap server where it belongs.
class BootstrapCommandsTest {
  private static final int TLV = 11_542;

  private final UdpPeer peer = new UdpPeer("127.0.0.1");
  private final ModuleWorld world = ModuleWorld.registered();
  private final ScriptedServer server =
      new ScriptedServer(() -> peer.take(world.loop::settle), peer::give);
  private final Expecting expect = new Expecting(world);

  BootstrapCommandsTest() throws IOException {}

  @AfterEach
  void close() {
    world.module.close();
    world.loop.settle();
    peer.close();
  }

  private Request asked() {
    expect.ok(
        "AT+QLWCONFIG=1,\"127.0.0.1\"," + peer.port() + ",\"868543060974334\",86400,3,0",
        "AT+QLWADDOBJ=19,0,1,0");
    expect.after(
        "AT+QLWCONFIG?",
        "+QLWCONFIG: 1,\"127.0.0.1\"," + peer.port() + ",\"868543060974334\",86400,3",
        "OK");
    expect.ok("AT+QLWREG");
    Request request = server.nextRequest();
    assertThat(request.getOptions().getUriPath()).containsExactly("bs");
    assertThat(request.getOptions().getUriQuery()).containsExactly("ep=868543060974334");
    return request;
  }

  private Response step(Code code, int mid, String path, String tlv) {
    Request request = ScriptedServer.confirmable(code, mid, "0a", path);
    if (!tlv.isEmpty()) {
      request.getOptions().setContentFormat(TLV);
      request.setPayload(Bytes.hex(tlv).toArray());
    }
    server.send(request);
    return server.nextResponse();
  }

  private String security() {
    byte[] uri =
        ("coap://127.0.0.1:" + peer.port()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return "c800%02x%s".formatted(uri.length, Bytes.wrap(uri).toHex()) + "c10100" + "c10203";
  }

  @Test
  void theServerThatTheBootstrapNamesIsRegisteredWith() {
    server.answer(asked(), ResponseCode.CHANGED);
    assertThat(step(Code.PUT, 1, "0/1", security()).getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(step(Code.PUT, 2, "1/0", "c10001" + "c201012c").getCode())
        .isEqualTo(ResponseCode.CHANGED);
    assertThat(step(Code.POST, 3, "bs", "").getCode()).isEqualTo(ResponseCode.CHANGED);
    expect.lines("+QLWURC: \"bs_finished\",0");
    Request registration = server.nextRequest();
    assertThat(registration.getOptions().getUriPath()).containsExactly("rd");
    assertThat(registration.getOptions().getUriQuery()).contains("lt=300");
    server.answer(registration, ResponseCode.CREATED, "rd", "x");
    expect.lines("+QLWREG: 0");
  }

  @Test
  void aRefusalIsToldTwice() {
    server.answer(asked(), ResponseCode.BAD_REQUEST);
    expect.lines("+QLWURC: \"bs_finished\",-10", "+QLWREG: -10");
    expect.after("AT+QLWSTATUS?", "+QLWSTATUS: 0", "OK");
  }

  @Test
  void aServerThatNeverFinishesIsGivenUp() {
    server.answer(asked(), ResponseCode.CHANGED);
    assertThat(step(Code.PUT, 1, "0/1", security()).getCode()).isEqualTo(ResponseCode.CHANGED);
    expect.pass(Duration.ofSeconds(100));
    expect.lines("+QLWURC: \"bs_finished\",-1", "+QLWREG: -1");
  }

  @Test
  void whatMakesNoServerIsRefused() {
    server.answer(asked(), ResponseCode.CHANGED);
    assertThat(step(Code.PUT, 1, "0/1", "ff").getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(step(Code.PUT, 2, "3/0", security()).getCode())
        .isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
    assertThat(step(Code.GET, 3, "0/1", "").getCode()).isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
    assertThat(step(Code.POST, 4, "bs", "").getCode()).isEqualTo(ResponseCode.NOT_ACCEPTABLE);
    expect.lines("+QLWURC: \"bs_finished\",-9", "+QLWREG: -9");
  }
}
