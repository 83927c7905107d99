package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
  private static final long SEED = Long.getLong("openaep.seed", System.nanoTime());

  private final Map<String, Api.Device> commands = new ConcurrentHashMap<>();
  private final Map<String, String> commandPayloads = new ConcurrentHashMap<>();
  private volatile boolean commanding = true;

  @Test
  void whatWasAcknowledgedIsStored(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
      throws Exception {
    Random random = new Random(SEED);
    try (PlatformProcess platform = PlatformProcess.start(directory.resolve("data"));
        ReportingFleet fleet = new ReportingFleet(platform, DEVICES)) {
      fleet.start();
      Thread commander = Thread.ofPlatform().start(() -> createCommands(platform, fleet));
      for (int round = 0; round < ROUNDS; round++) {
        LockSupport.parkNanos((300 + random.nextInt(900)) * 1_000_000L);
        platform.kill();
        platform.restart();
      }
      LockSupport.parkNanos(1_000_000_000L);
      commanding = false;
      commander.join();
      fleet.stop();
      verify(platform.api(), fleet);
    }
  }

  private void createCommands(PlatformProcess platform, ReportingFleet fleet) {
    List<Api.Device> addressees = fleet.addressees();
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

  private void verify(Api api, ReportingFleet fleet) throws IOException {
    int acknowledged = 0;
    int copiesOfRepeated = 0;
    List<String> lost = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    for (Map.Entry<ReportingDevice, Api.Device> entry : fleet.devices().entrySet()) {
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
    Map<String, Integer> states = verifyCommands(api, fleet);
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

  private Map<String, Integer> verifyCommands(Api api, ReportingFleet fleet) throws IOException {
    Map<String, Integer> states = new HashMap<>();
    Map<String, Integer> written = new HashMap<>();
    fleet
        .lwm2m()
        .forEach(
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
