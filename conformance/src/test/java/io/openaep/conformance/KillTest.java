package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Devices of all three protocols, over DTLS, in blocks and by Send too, report and commands are
/// created while the platform is killed with SIGKILL at random moments. Afterwards every message
/// that got its acknowledgement is stored, and every command whose id was returned is there. A
/// second copy may exist only of a message that the device sent again, and of MQTT's QoS 2 never.
class KillTest {
  /// `make soak` kills more often.
  private static final int ROUNDS = Integer.getInteger("openaep.kill-rounds", 20);

  private static final int DEVICES = 3;
  private static final String KEY = "TYvoiTk34D3NZ6GN";
  private static final long SEED = Long.getLong("openaep.seed", System.nanoTime());

  private final Map<ReportingDevice, Api.Device> fleet = new HashMap<>();
  private final Map<String, Api.Device> commands = new ConcurrentHashMap<>();
  private final Map<String, String> commandPayloads = new ConcurrentHashMap<>();
  private final List<RawLwm2mDevice> lwm2m = new ArrayList<>();
  private final List<Api.Device> addressees = new ArrayList<>();
  private volatile boolean commanding = true;

  @Test
  void whatWasAcknowledgedIsStored(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
      throws Exception {
    Random random = new Random(SEED);
    try (PlatformProcess platform = PlatformProcess.start(directory.resolve("data"))) {
      makeFleet(platform);
      List<Thread> threads = new ArrayList<>();
      fleet.keySet().forEach(it -> threads.add(Thread.ofPlatform().start(it)));
      Thread commander = Thread.ofPlatform().start(() -> createCommands(platform));
      for (int round = 0; round < ROUNDS; round++) {
        LockSupport.parkNanos((300 + random.nextInt(900)) * 1_000_000L);
        platform.kill();
        platform.restart();
      }
      LockSupport.parkNanos(1_000_000_000L);
      commanding = false;
      commander.join();
      fleet.keySet().forEach(ReportingDevice::stop);
      for (Thread thread : threads) {
        thread.join();
      }
      verify(platform.api());
    } finally {
      lwm2m.forEach(RawLwm2mDevice::close);
    }
  }

  private void makeFleet(PlatformProcess platform) throws IOException {
    Api api = platform.api();
    Api.Product metres = api.lwm2m("kill lwm2m", 2);
    Api.Product securedMetres = api.securedLwm2m("kill lwm2ms", 2);
    Api.Product mqtt = api.mqtt("kill mqtt");
    Api.Product tcp = api.tcp("kill tcp");
    for (int i = 0; i < DEVICES; i++) {
      lwm2m(platform, metres, i, RawLwm2mDevice.Way.NOTIFY);
      lwm2m(platform, metres, i, RawLwm2mDevice.Way.BLOCKS);
      lwm2m(platform, metres, i, RawLwm2mDevice.Way.SEND);
      secured(platform, securedMetres, i);
      Api.Device overMqtt = api.device(mqtt, false, "m" + i);
      fleet.put(new RawMqttDevice("mqtt" + i, platform.port("mqtt"), overMqtt), overMqtt);
      Api.Device onceOverMqtt = api.device(mqtt, false, "q" + i);
      fleet.put(
          new RawMqttQos2Device("qos2-" + i, platform.port("mqtt"), onceOverMqtt), onceOverMqtt);
      Api.Device overTcp = api.device(tcp, false, "t" + i);
      fleet.put(new RawTcpDevice("tcp" + i, platform.port("tcp"), overTcp), overTcp);
    }
  }

  private void lwm2m(PlatformProcess platform, Api.Product product, int i, RawLwm2mDevice.Way way)
      throws IOException {
    String imei =
        switch (way) {
              case NOTIFY -> "86000000000100";
              case SEND -> "86000000000200";
              case BLOCKS -> "86000000000300";
            }
            + i;
    RawLink link = RawLink.udp(InetAddress.ofLiteral("127.0.0.1"), platform.port("lwm2m"));
    String name = "lwm2m-" + way.name().toLowerCase(Locale.ROOT) + i;
    add(new RawLwm2mDevice(name, link, imei, way), platform.api().device(product, true, imei));
  }

  private void secured(PlatformProcess platform, Api.Product product, int i) throws IOException {
    String imei = "86000000000900" + i;
    RawLink link =
        new DtlsLink(InetAddress.ofLiteral("127.0.0.1"), platform.port("lwm2ms"), imei, KEY);
    add(
        new RawLwm2mDevice("lwm2ms" + i, link, imei, RawLwm2mDevice.Way.NOTIFY),
        platform.api().securedDevice(product, imei, KEY));
  }

  private void add(RawLwm2mDevice device, Api.Device made) {
    fleet.put(device, made);
    lwm2m.add(device);
    addressees.add(made);
  }

  private void createCommands(PlatformProcess platform) {
    Api api = platform.api();
    for (int i = 0; commanding; i++) {
      Api.Device to = addressees.get(i % addressees.size());
      String payload = "command-" + i;
      try {
        String id = api.command(to, "{\"dataType\":1,\"payload\":\"" + payload + "\"}", 7200);
        commands.put(id, to);
        commandPayloads.put(id, payload);
      } catch (IOException _) {
        // Killed before it answered: no promise was made.
        LockSupport.parkNanos(20_000_000L);
      }
    }
  }

  private void verify(Api api) throws IOException {
    int acknowledged = 0;
    int copiesOfRepeated = 0;
    List<String> lost = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    for (Map.Entry<ReportingDevice, Api.Device> entry : fleet.entrySet()) {
      ReportingDevice device = entry.getKey();
      assertThat(device.fault()).isEmpty();
      List<String> stored = api.reports(entry.getValue());
      Set<String> distinct = new HashSet<>(stored);
      acknowledged += device.acknowledged().size();
      device.acknowledged().stream().filter(it -> !distinct.contains(it)).forEach(lost::add);
      Map<String, Integer> copies = new HashMap<>();
      stored.forEach(it -> copies.merge(it, 1, Integer::sum));
      for (Map.Entry<String, Integer> copy : copies.entrySet()) {
        if (copy.getValue() > 1 && device.repeated().contains(copy.getKey())) {
          copiesOfRepeated += copy.getValue() - 1;
        } else if (copy.getValue() > 1) {
          doubled.add(copy.getKey());
        }
      }
      assertThat(device.acknowledged()).as("a device that got through").isNotEmpty();
    }
    Map<String, Integer> states = verifyCommands(api);
    System.out.printf(
        "kill test: rounds=%d acknowledged=%d lost=%d second-copies=%d doubled=%d commands=%d %s seed=%d%n",
        ROUNDS,
        acknowledged,
        lost.size(),
        copiesOfRepeated,
        doubled.size(),
        commands.size(),
        states,
        SEED);
    assertThat(lost).as("acknowledged and not stored").isEmpty();
    assertThat(doubled).as("stored twice though sent once").isEmpty();
  }

  private Map<String, Integer> verifyCommands(Api api) throws IOException {
    Map<String, Integer> states = new HashMap<>();
    Map<String, Integer> written = new HashMap<>();
    lwm2m.forEach(
        it -> it.written().forEach((payload, n) -> written.merge(payload, n, Integer::sum)));
    for (Map.Entry<String, Api.Device> command : commands.entrySet()) {
      String state =
          api.command(command.getValue(), command.getKey()).path("commandStatus").asString("");
      assertThat(state).as("command %s", command.getKey()).isNotEmpty();
      states.merge(state, 1, Integer::sum);
      String payload = commandPayloads.get(command.getKey());
      if (state.equals("指令已送达")) {
        assertThat(written).as("a delivered command arrived").containsKey(payload);
      }
    }
    assertThat(written.values()).as("no command is sent twice").allMatch(it -> it == 1);
    assertThat(commands).isNotEmpty();
    return states;
  }
}
