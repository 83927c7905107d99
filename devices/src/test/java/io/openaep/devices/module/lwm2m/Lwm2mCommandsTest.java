package io.openaep.devices.module.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.link.UdpPeer;
import io.openaep.devices.link.lwm2m.ScriptedServer;
import io.openaep.devices.module.Expecting;
import io.openaep.devices.module.ModuleWorld;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Lwm2mCommandsTest {
  private static final String HELLO = "68656c6c6f776f726c64";

  private final UdpPeer peer = new UdpPeer("127.0.0.1");
  private final ModuleWorld world = ModuleWorld.registered();
  private final ScriptedServer server =
      new ScriptedServer(() -> peer.take(world.loop::settle), peer::give);
  private final Expecting expect = new Expecting(world);

  Lwm2mCommandsTest() throws IOException {}

  @AfterEach
  void close() {
    world.module.close();
    world.loop.settle();
    peer.close();
  }

  private void configure() {
    expect.ok(
        "AT+QLWCFG=\"lifetime_enable\",0",
        "AT+QLWCONFIG=0,\"127.0.0.1\"," + peer.port() + ",\"868543060974334\",86400,3,0",
        "AT+QLWADDOBJ=19,0,1,0",
        "AT+QLWADDOBJ=19,1,1,\"0\"");
  }

  private Request register() {
    expect.ok("AT+QLWREG");
    return server.nextRequest();
  }

  private void registered() {
    configure();
    server.answer(register(), ResponseCode.CREATED, "rd", "x");
    expect.lines("+QLWREG: 0");
  }

  private void observed() {
    registered();
    server.send(ScriptedServer.observe(100, "c0ffee", "19/0/0"));
    expect.lines("+QLWURC: \"observe\",100,0,19,0,0");
    expect.after("AT+QLWOBSRSP=100,1,19,0,0,2,10,\"" + HELLO + "\",0", "OK", "+QLWOBSRSP: 100,0");
    server.nextResponse();
  }

  @Test
  void optionsAreListedQueriedAndSet() {
    String[] factory = {
      "+QLWCFG: \"retransmit\",2,4",
      "+QLWCFG: \"auto_ack\",0",
      "+QLWCFG: \"lifetime_enable\",1",
      "+QLWCFG: \"dtls_mode\",0",
      "OK"
    };
    expect.after("AT+QLWCFG?", factory);
    expect.after("AT+QLWCFG", factory);
    expect.ok("AT+QLWCFG=\"AUTO_ACK\",1", "AT+QLWCFG=\"retransmit\",5,2");
    expect.after("AT+QLWCFG=\"auto_ack\"", "+QLWCFG: \"auto_ack\",1", "OK");
    expect.after("AT+QLWCFG=\"retransmit\"", "+QLWCFG: \"retransmit\",5,2", "OK");
    for (String wrong :
        List.of("\"retransmit\",1,4", "\"retransmit\",2,9", "\"auto_ack\",2", "\"auto_reg\",1")) {
      expect.after("AT+QLWCFG=" + wrong, "ERROR");
    }
    expect.ok("AT+QLWRESET");
    expect.after("AT+QLWCFG?", factory);
  }

  @Test
  void configurationIsCheckedAndSurvivesARestart() {
    String plain = "AT+QLWCONFIG=0,\"lwm2m.ctwing.cn\",5683,\"868543060974334\",";
    expect.after("AT+QLWCONFIG?", "OK");
    for (String wrong :
        List.of(
            plain + "19,3",
            plain + "86400,2",
            plain + "86400,0",
            plain + "86400,0,\"id\",\"abc\"",
            plain + "86400,3,0,0,0",
            "AT+QLWCONFIG=2,\"h\",5683,\"e\",86400,3",
            "AT+QLWCONFIG=0,\"h\",0,\"e\",86400,3",
            "AT+QLWCONFIG=0,\"\",5683,\"e\",86400,3")) {
      expect.after(wrong, "ERROR");
    }
    expect.ok(plain + "86400,3", plain + "86400,3,0", plain + "86400,3,\"\",\"\"");
    expect.ok(plain + "4294967295,0,\"868543060974334\",\"5459766F69546b33\"");
    world.module.restart();
    expect.pass(Duration.ofSeconds(2));
    world.forget();
    world.sendRaw("ATE0\r\n");
    world.forget();
    expect.after(
        "AT+QLWCONFIG?",
        "+QLWCONFIG: 0,\"lwm2m.ctwing.cn\",5683,\"868543060974334\",4294967295,0,"
            + "\"868543060974334\",\"5459766f69546b33\"",
        "OK");
  }

  @Test
  void objectsHaveLimitsAndAreListed() {
    expect.ok("AT+QLWADDOBJ=19,0,1,0", "AT+QLWADDOBJ=19,1,2,\"0\",5", "AT+QLWADDOBJ=19,0,1,1");
    expect.after("AT+QLWADDOBJ?", "+QLWADDOBJ: 19,0,1,1", "+QLWADDOBJ: 19,1,2,0,5", "OK");
    expect.after("AT+QLWADDOBJ=3,0,1,0", "ERROR");
    expect.after("AT+QLWADDOBJ=19,2,2,0", "ERROR");
    expect.ok("AT+QLWADDOBJ=19,2,1,0", "AT+QLWADDOBJ=19,3,1,0");
    expect.after("AT+QLWADDOBJ=19,4,1,0", "ERROR");
    for (int object = 3300; object < 3314; object++) {
      expect.ok("AT+QLWADDOBJ=" + object + ",0,1,5700");
    }
    expect.after("AT+QLWADDOBJ=3314,0,1,5700", "ERROR");
    expect.ok("AT+QLWDELOBJ=19");
    expect.after("AT+QLWDELOBJ=19", "ERROR");
  }

  @Test
  void registersObservesReportsAndLeaves() {
    observed();
    expect.after("AT+QLWSTATUS?", "+QLWSTATUS: 2", "OK");
    expect.after("AT+QLWNOTIFY=19,0,0,2,10,\"" + HELLO + "\",0,0", "OK", "+QLWNOTIFY: 0");
    Response report = server.nextResponse();
    assertThat(report.getType()).isEqualTo(CoAP.Type.NON);
    assertThat(report.getPayloadString()).isEqualTo("helloworld");
    world.sendRaw("AT+QLWNOTIFY=19,0,0,2,10," + HELLO + ",0,1\r\n");
    Response confirmable = server.nextResponse();
    expect.lines("OK", "+QLWURC: \"report\"," + confirmable.getMID(), "+QLWNOTIFY: 0");
    server.acknowledge(confirmable);
    expect.lines("+QLWURC: \"report_ack\",0," + confirmable.getMID());
    expect.ok("AT+QLWUPDATE=0,86400");
    Request update = server.nextRequest();
    assertThat(update.getOptions().getUriQuery()).containsExactly("lt=86400");
    server.answer(update, ResponseCode.CHANGED);
    expect.lines("+QLWUPDATE: 0," + update.getMID());
    expect.ok("AT+QLWDEREG");
    server.answer(server.nextRequest(), ResponseCode.DELETED);
    expect.lines("+QLWDEREG: 0");
    expect.after("AT+QLWDEREG", "ERROR");
    expect.after("AT+QLWUPDATE=0,86400", "ERROR");
  }

  @Test
  void unacknowledgedReportIsTold() {
    observed();
    world.sendRaw("AT+QLWNOTIFY=19,0,0,2,10," + HELLO + ",0,1\r\n");
    int mid = server.nextResponse().getMID();
    expect.lines("OK", "+QLWURC: \"report\"," + mid, "+QLWNOTIFY: 0");
    expect.pass(Duration.ofSeconds(100));
    expect.lines("+QLWURC: \"report_ack\",1," + mid);
  }

  @Test
  void downlinkIsPrintedCachedAndAnsweredOnce() {
    registered();
    Request write = ScriptedServer.write(200, "19/1/0", "helloworld ack");
    server.send(write);
    String fields = "\"write\",200,19,1,0,2,14,68656C6C6F776F726C642061636B,0";
    expect.lines("+QLWURC: " + fields);
    expect.after("AT+QLWWRRSP=200,2", "OK", "+QLWWRRSP: 200,0");
    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.CHANGED);
    expect.after("AT+QLWWRRSP=200,2", "ERROR");
    server.send(write);
    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.CHANGED);
    expect.nothing();
    expect.after("AT+QLWRD", "+QLWRD: 0," + fields, "OK");
    expect.after("AT+QLWRD", "ERROR");
  }

  @Test
  void cacheGivesTheOldestFirstAndKeepsTen() {
    registered();
    for (int mid = 1; mid <= 11; mid++) {
      Request read = ScriptedServer.confirmable(CoAP.Code.GET, mid, "0" + mid % 10, "19/0/0");
      server.send(read);
      expect.lines("+QLWURC: \"read\"," + mid + ",19,0,0");
    }
    for (int mid = 2; mid <= 11; mid++) {
      expect.after("AT+QLWRD", "+QLWRD: " + (11 - mid) + ",\"read\"," + mid + ",19,0,0", "OK");
    }
    expect.after("AT+QLWRD", "ERROR");
  }

  @Test
  void otherRequestsAndTheirAnswers() {
    registered();
    Request execute = ScriptedServer.confirmable(CoAP.Code.POST, 1, "01", "19/1/0");
    execute.setPayload("0='on'");
    server.send(execute);
    expect.lines("+QLWURC: \"execute\",1,19,1,0,6,\"0='on'\"");
    expect.after("AT+QLWEXERSP=1,14", "OK", "+QLWEXERSP: 1,0");
    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
    server.send(ScriptedServer.confirmable(CoAP.Code.GET, 2, "01", "19/0/0"));
    expect.lines("+QLWURC: \"read\",2,19,0,0");
    expect.after("AT+QLWRDRSP=2,1,19,0,0,1,2,\"hi\",0", "OK", "+QLWRDRSP: 2,0");
    assertThat(server.nextResponse().getPayloadString()).isEqualTo("hi");
    server.send(ScriptedServer.observe(3, "02", "19/0"));
    expect.lines("+QLWURC: \"observe\",3,0,19,0,-1");
    expect.after("AT+QLWOBSRSP=3,13", "OK", "+QLWOBSRSP: 3,0");
    assertThat(server.nextResponse().getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    expect.after("AT+QLWWRRSP=3,2", "ERROR");
    expect.after("AT+QLWWRRSP=70000,2", "ERROR");
  }

  @Test
  void valueMayComeInParts() {
    observed();
    expect.ok("AT+QLWNOTIFY=19,0,0,2,2,aabb,1,1");
    world.sendRaw("AT+QLWNOTIFY=19,0,0,2,1,CC,0,0\r\n");
    expect.lines("OK", "+QLWNOTIFY: 0");
    assertThat(server.nextResponse().getPayload()).containsExactly(0xaa, 0xbb, 0xcc);
    expect.ok("AT+QLWNOTIFY=19,0,0,2,1,aa,2");
    expect.after("AT+QLWNOTIFY=19,0,0,2,1,bb,0", "ERROR");
  }

  @Test
  void wrongReportsAreErrors() {
    observed();
    for (String wrong :
        List.of(
            "19,0,0,2,9," + HELLO + ",0",
            "19,0,0,2,2,xyz1,0",
            "19,1,0,2,1,aa,0",
            "20,0,0,2,1,aa,0",
            "19,0,0,6,1,aa,0",
            "19,0,0,5,2,1,0",
            "19,0,0,2,1,aa,0,2",
            "19,0,0,2,1,aa,0,1,3")) {
      expect.after("AT+QLWNOTIFY=" + wrong, "ERROR");
    }
    assertThat(peer.silent()).isTrue();
  }

  @Test
  void automaticAnswersEstablishTheObservation() {
    configure();
    expect.ok("AT+QLWCFG=\"auto_ack\",1");
    server.answer(register(), ResponseCode.CREATED, "rd", "x");
    expect.lines("+QLWREG: 0");
    server.send(ScriptedServer.observe(100, "c0ffee", "19/0/0"));
    expect.lines("+QLWURC: \"observe\",100,0,19,0,0");
    Response first = server.nextResponse();
    assertThat(first.getCode()).isEqualTo(ResponseCode.CONTENT);
    assertThat(first.getPayloadSize()).isZero();
    expect.after("AT+QLWNOTIFY=19,0,0,2,1,aa,0", "OK", "+QLWNOTIFY: 0");
    assertThat(server.nextResponse().getPayload()).containsExactly(0xaa);
    server.send(ScriptedServer.observe(101, "c0ffee", "19/0/0"));
    assertThat(server.nextResponse().getPayload()).containsExactly(0xaa);
    expect.lines("+QLWURC: \"observe\",101,0,19,0,0");
  }

  @Test
  void refusedUnansweredAndUnknownRegistrations() {
    configure();
    server.answer(register(), ResponseCode.FORBIDDEN);
    expect.lines("+QLWREG: -9");
    server.answer(register(), ResponseCode.BAD_REQUEST);
    expect.lines("+QLWREG: -10");
    server.reset(register());
    expect.lines("+QLWREG: -9");
    register();
    expect.after("AT+QLWREG", "ERROR");
    expect.after("AT+QLWSTATUS?", "+QLWSTATUS: 1", "OK");
    expect.pass(Duration.ofSeconds(100));
    expect.lines("+QLWREG: -1");
    expect.ok("AT+QLWCONFIG=0,\"no-such-host.invalid\",5683,\"e\",86400,3");
    expect.after("AT+QLWREG", "OK", "+QLWREG: -1");
  }

  @Test
  void forgottenRegistrationEndsByItsUpdate() {
    observed();
    expect.ok("AT+QLWUPDATE=1,1");
    Request update = server.nextRequest();
    assertThat(update.getOptions().getUriQuery()).containsExactly("b=UQ");
    server.answer(update, ResponseCode.NOT_FOUND);
    expect.lines("+QLWUPDATE: -14," + update.getMID());
    expect.after("AT+QLWSTATUS", "+QLWSTATUS: 0", "OK");
  }

  @Test
  void registrationRenewsItselfBeforeItEnds() {
    configure();
    expect.ok("AT+QLWCFG=\"lifetime_enable\",1");
    server.answer(register(), ResponseCode.CREATED, "rd", "x");
    expect.lines("+QLWREG: 0");
    expect.pass(Duration.ofSeconds(86400 * 9 / 10 - 1));
    assertThat(peer.silent()).isTrue();
    expect.pass(Duration.ofSeconds(1));
    server.answer(server.nextRequest(), ResponseCode.CHANGED);
    expect.lines("+QLWURC: \"ping\",0");
    expect.ok("AT+QLWCFG=\"lifetime_enable\",0");
    expect.pass(Duration.ofDays(2));
    assertThat(peer.silent()).isTrue();
  }

  @Test
  void newObjectIsToldToTheServer() {
    registered();
    expect.ok("AT+QLWADDOBJ=3303,0,1,5700");
    Request update = server.nextRequest();
    assertThat(update.getPayloadString()).endsWith(",</19/1>,</3303/0>");
    server.answer(update, ResponseCode.CHANGED);
    expect.nothing();
  }

  @Test
  void airplaneModeForgetsTheRegistration() {
    observed();
    world.sendRaw("AT+CFUN=0\r\n");
    expect.pass(Duration.ofSeconds(1));
    expect.lines("OK", "+CPIN: NOT READY");
    expect.after("AT+QLWSTATUS?", "+QLWSTATUS: 0", "OK");
    expect.after("AT+QLWREG", "OK", "+QLWREG: -1");
  }

  @Test
  void sourcePortIsKeptWhileRegistered() {
    configure();
    Request registration = register();
    int port = peer.device().getPort();
    server.answer(registration, ResponseCode.CREATED, "rd", "x");
    expect.lines("+QLWREG: 0");
    expect.ok("AT+QLWUPDATE=0,86400");
    server.answer(server.nextRequest(), ResponseCode.CHANGED);
    assertThat(peer.device().getPort()).isEqualTo(port);
  }

  @Test
  void serverMayBeAnIpv6Address() throws IOException {
    try (UdpPeer six = new UdpPeer("::1")) {
      expect.ok(
          "AT+QLWCFG=\"lifetime_enable\",0",
          "AT+QLWCONFIG=0,\"::1\"," + six.port() + ",\"e\",86400,3,0",
          "AT+QLWREG");
      ScriptedServer sixth = new ScriptedServer(() -> six.take(world.loop::settle), six::give);
      sixth.answer(sixth.nextRequest(), ResponseCode.CREATED, "rd", "x");
      expect.lines("+QLWREG: 0");
    }
  }

  @Test
  void serverChangesOfObjectOneAreTold() {
    registered();
    Request write = ScriptedServer.confirmable(CoAP.Code.PUT, 1, "01", "1/0/1");
    write.setPayload("3600");
    server.send(write);
    expect.lines("+QLWURC: \"lifetime_changed\",3600");
  }
}
