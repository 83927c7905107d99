package io.openaep.devices.module.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.link.dtls.ScandiumServer;
import io.openaep.devices.link.lwm2m.ScriptedServer;
import io.openaep.devices.module.Expecting;
import io.openaep.devices.module.ModuleWorld;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Lwm2mOverDtlsTest {
  private static final String KEY = "5459766f69546b333444334e5a36474e";

  private final ScandiumServer dtls =
      new ScandiumServer(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, true).inLockstep();
  private final ModuleWorld world = ModuleWorld.registered();
  private final Expecting expect = new Expecting(world);
  private final ScriptedServer server = new ScriptedServer(this::take, dtls::give);

  Lwm2mOverDtlsTest() throws IOException {}

  @AfterEach
  void close() {
    world.module.close();
    world.loop.settle();
    dtls.close();
  }

  private Bytes take() {
    try {
      return dtls.take(world.loop::settle);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void configure(String key) {
    expect.ok(
        "AT+QLWCFG=\"lifetime_enable\",0",
        "AT+QLWCONFIG=0,\"127.0.0.1\","
            + dtls.address().getPort()
            + ",\"urn:imei:868543060974334\",86400,0,\"868543060974334\",\""
            + key
            + "\"",
        "AT+QLWADDOBJ=19,0,1,0");
  }

  private void observed() {
    configure(KEY);
    expect.ok("AT+QLWREG");
    server.answer(server.nextRequest(), ResponseCode.CREATED, "rd", "x");
    expect.lines("+QLWREG: 0");
    server.send(ScriptedServer.observe(1, "c0ffee", "19/0/0"));
    expect.lines("+QLWURC: \"observe\",1,0,19,0,0");
    expect.after("AT+QLWOBSRSP=1,1,19,0,0,2,1,aa,0", "OK", "+QLWOBSRSP: 1,0");
    server.nextResponse();
  }

  @Test
  void registersAndReportsOverDtls() {
    observed();
    expect.after("AT+QLWNOTIFY=19,0,0,2,1,bb,0", "OK", "+QLWNOTIFY: 0");
    Response report = server.nextResponse();
    assertThat(report.getPayload()).containsExactly(0xbb);
  }

  @Test
  void wrongKeyIsARefusedRegistration() {
    expect.ok("AT+QLWCFG=\"retransmit\",2,0");
    configure("00112233445566778899");
    expect.after("AT+QLWREG", "OK", "+QLWREG: -9");
  }

  @Test
  void reportAfterASessionThatTheServerLostShakesHandsAgain() {
    observed();
    dtls.forgetSessions();
    world.sendRaw("AT+QLWNOTIFY=19,0,0,2,1,cc,0,1\r\n");
    String report = expect.lines(3).get(1);
    expect.pass(Duration.ofSeconds(100));
    expect.lines(report.replace("\"report\",", "\"report_ack\",1,"));
    world.sendRaw("AT+QLWNOTIFY=19,0,0,2,1,dd,0,1\r\n");
    Response next = server.nextResponse();
    assertThat(next.getPayload()).containsExactly(0xdd);
    server.acknowledge(next);
    assertThat(expect.lines(4)).last().asString().contains("report_ack\",0,");
  }
}
