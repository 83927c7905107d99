package io.openaep.devices.module;

import static io.openaep.devices.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.openaep.devices.link.TcpPeer;
import io.openaep.devices.link.UdpPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// However a module ends, its connections and their threads end with it.
class NothingLeftBehindTest {
  private static final List<String> LINK_THREADS =
      List.of("\"udp-", "\"stream-", "\"dtls-", "\"tcp-accept-", "\"mqtt-", "\"MQTT ");

  /// Other tests may run, or have left some.
  private final List<String> before = linkThreads();

  /// The threads of links, virtual ones included, as `#<id> "<name>"`.
  private List<String> linkThreads() {
    try {
      Path file = Files.createTempDirectory("threads").resolve("dump");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
      List<String> threads =
          Files.readAllLines(file).stream()
              .filter(line -> line.startsWith("#"))
              .filter(line -> LINK_THREADS.stream().anyMatch(line::contains))
              .map(line -> line.substring(0, line.lastIndexOf('"') + 1))
              .toList();
      Files.delete(file);
      Files.delete(file.getParent());
      return threads;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> left() {
    return linkThreads().stream().filter(thread -> !before.contains(thread)).toList();
  }

  private static void openEverything(
      Expecting expect, ModuleWorld world, UdpPeer udp, TcpPeer tcp, TcpPeer broker) {
    expect.ok(
        "AT+QLWCONFIG=0,\"127.0.0.1\"," + udp.port() + ",\"e\",86400,0,\"e\",\"aa\"", "AT+QLWREG");
    udp.take(world.loop::settle);
    expect.after("AT+QIOPEN=1,0,\"TCP\",\"127.0.0.1\"," + tcp.port(), "OK", "+QIOPEN: 0,0");
    tcp.accept();
    expect.after("AT+QIOPEN=1,1,\"UDP\",\"127.0.0.1\"," + udp.port(), "OK", "+QIOPEN: 1,0");
    expect.after("AT+QIOPEN=1,2,\"TCP LISTENER\",\"127.0.0.1\",0", "OK", "+QIOPEN: 2,0");
    expect.after("AT+QIOPEN=1,3,\"UDP SERVICE\",\"127.0.0.1\",0", "OK", "+QIOPEN: 3,0");
    expect.after("AT+QMTOPEN=0,\"127.0.0.1\"," + broker.port(), "OK", "+QMTOPEN: 0,0");
    broker.accept();
    expect.ok("AT+QMTCONN=0,\"d\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AT+CFUN=0", "AT+CFUN=1,1", "AT+QPOWD", "AT+QPOWD=0", "AT+CGATT=0"})
  void commandEndsConnectionsAndThreads(String ending) throws Exception {
    ModuleWorld world = ModuleWorld.registered();
    Expecting expect = new Expecting(world);
    try (UdpPeer udp = new UdpPeer("127.0.0.1");
        TcpPeer tcp = new TcpPeer("127.0.0.1");
        TcpPeer broker = new TcpPeer("127.0.0.1")) {
      openEverything(expect, world, udp, tcp, broker);
      assertThat(left()).hasSizeGreaterThan(5);
      world.sendRaw(ending + "\r\n");
      expect.pass(Duration.ofSeconds(30));
      assertThat(tcp.ended()).isTrue();
      await().untilAsserted(() -> assertThat(left()).isEmpty());
    }
    world.module.close();
    world.loop.settle();
  }

  @Test
  void powerCutEndsConnectionsAndThreads() throws Exception {
    ModuleWorld world = ModuleWorld.registered();
    Expecting expect = new Expecting(world);
    try (UdpPeer udp = new UdpPeer("127.0.0.1");
        TcpPeer tcp = new TcpPeer("127.0.0.1");
        TcpPeer broker = new TcpPeer("127.0.0.1")) {
      openEverything(expect, world, udp, tcp, broker);
      world.module.powerOff();
      world.loop.settle();
      assertThat(tcp.ended()).isTrue();
      await().untilAsserted(() -> assertThat(left()).isEmpty());
    }
  }
}
