package io.openaep.devices.module.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.ModuleWorld;
import io.openaep.devices.module.baseband.Destinations;
import io.openaep.devices.module.baseband.ModuleSettings;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InternetCommandsTest {
  /// A network with one host, `server.example`, whose answers a test lays out.
  private static final class OneHost implements Internet {
    final Deque<Optional<Duration>> echoes = new ArrayDeque<>();
    final List<String> asked = new ArrayList<>();
    Optional<Instant> time = Optional.empty();

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
      asked.add(host);
      if (!host.equals("server.example")) {
        throw new UnknownHostException(host);
      }
      return List.of(InetAddress.ofLiteral("192.0.2.7"), InetAddress.ofLiteral("2001:db8::7"));
    }

    @Override
    public Optional<Duration> ping(InetAddress address, Duration limit) {
      return echoes.remove();
    }

    @Override
    public Instant time(InetSocketAddress server, Duration limit) throws IOException {
      asked.add(server.getAddress().getHostAddress() + ":" + server.getPort());
      return time.orElseThrow(() -> new IOException("no answer"));
    }
  }

  private final OneHost internet = new OneHost();
  private final ModuleWorld world =
      new ModuleWorld(
          ModuleSettings.ec800e()
              .withDestinations(Destinations.platform("server.example", Map.of())),
          module -> {
            var groups = new ArrayList<>(CommandGroups.of(module));
            groups.removeIf(group -> group instanceof InternetCommands);
            groups.add(new InternetCommands(module, internet, Runnable::run));
            return groups;
          });

  InternetCommandsTest() {
    world.module.powerOn();
    world.pass(Duration.ofSeconds(2));
    world.send("ATE0");
  }

  @Test
  void namesAreLookedUp() {
    world.expect(
        "AT+QIDNSGIP=1,\"server.example\"",
        "OK",
        "+QIURC: \"dnsgip\",0,2,30",
        "+QIURC: \"dnsgip\",\"192.0.2.7\"",
        "+QIURC: \"dnsgip\",\"2001:db8:0:0:0:0:0:7\"");
    world.expect("AT+QIDNSGIP=1,\"nosuch.example\"", "OK", "+QIURC: \"dnsgip\",565");
    world.expect("AT+QIDNSGIP=1", "ERROR");
  }

  @Test
  void namesOfTheGuideMeanThePlatform() {
    world.send("AT+QIDNSGIP=1,\"lwm2m.ctwing.cn\"");
    assertThat(internet.asked).containsExactly("server.example");
  }

  @Test
  void echoesAreCountedAndSummedUp() {
    internet.echoes.add(Optional.of(Duration.ofMillis(40)));
    internet.echoes.add(Optional.empty());
    internet.echoes.add(Optional.of(Duration.ofMillis(61)));
    world.expect(
        "AT+QPING=1,\"server.example\",2,3",
        "OK",
        "+QPING: 0,\"192.0.2.7\",32,40,64",
        "+QPING: 569",
        "+QPING: 0,\"192.0.2.7\",32,61,64",
        "+QPING: 0,3,2,1,40,61,51");
    world.expect("AT+QPING=1,\"nosuch.example\"", "OK", "+QPING: 565");
    world.expect("AT+QPING=1,\"server.example\",0", "ERROR");
  }

  @Test
  void timeServerSetsTheClockOnlyIfAsked() {
    internet.time = Optional.of(Instant.parse("2027-03-01T04:05:06Z"));
    world.expect("AT+QNTP=1,\"server.example\"", "OK", "+QNTP: 0,\"2027/03/01,04:05:06+32\"");
    assertThat(internet.asked).endsWith("192.0.2.7:123");
    world.expect("AT+CCLK?", "+CCLK: \"26/11/22,01:10:13+32\"", "OK");
    world.expect("AT+QNTP=1,\"server.example\",124,1", "OK", "+QNTP: 0,\"2027/03/01,04:05:06+32\"");
    world.expect("AT+CCLK?", "+CCLK: \"27/03/01,04:05:06+32\"", "OK");
  }

  @Test
  void silentTimeServerIsAskedAsOftenAsToldTo() {
    world.expect("AT+QNTP=1,\"server.example\",123,1,2", "OK", "+QNTP: 569");
    assertThat(internet.asked).containsExactly("server.example", "192.0.2.7:123", "192.0.2.7:123");
    world.expect("AT+QNTP=1,\"nosuch.example\"", "OK", "+QNTP: 565");
  }

  @Test
  void withoutANetworkNothingIsAsked() {
    world.send("AT+CFUN=4");
    world.pass(Duration.ofSeconds(1));
    world.expect("AT+QIDNSGIP=1,\"server.example\"", "ERROR");
    world.expect("AT+QPING=1,\"server.example\"", "ERROR");
    world.expect("AT+QNTP=1,\"server.example\"", "ERROR");
    assertThat(internet.asked).isEmpty();
  }

  @Test
  void nameServersAreKept() {
    world.expect("AT+QIDNSCFG=1,\"192.0.2.1\"", "OK");
    world.expect("AT+QIDNSCFG=1", "+QIDNSCFG: 1,\"192.0.2.1\",\"202.102.213.68\"", "OK");
    world.expect("AT+QIDNSCFG=1,\"nosuch\"", "ERROR");
  }

  @Test
  void realTimeServerIsUnderstood() throws Exception {
    try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread answering =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  var packet = new DatagramPacket(new byte[48], 48);
                  server.receive(packet);
                  assertThat(packet.getData()[0]).isEqualTo((byte) 0x23);
                  // Golden: 2026-11-22T01:10:11Z is 0xEEACBF73 seconds after 1900.
                  ByteBuffer.wrap(packet.getData()).putInt(40, 0xEEACBF73);
                  server.send(packet);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      Instant time =
          new JdkInternet()
              .time(
                  new InetSocketAddress(server.getLocalAddress(), server.getLocalPort()),
                  Duration.ofSeconds(5));
      assertThat(time).isEqualTo(Instant.parse("2026-11-22T01:10:11Z"));
      answering.join();
    }
  }

  @Test
  void loopbackIsThere() throws Exception {
    var internet = new JdkInternet();
    assertThat(internet.resolve("127.0.0.1")).containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(internet.ping(InetAddress.ofLiteral("127.0.0.1"), Duration.ofSeconds(2)))
        .isPresent();
  }
}
