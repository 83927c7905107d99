package io.openaep.conformance;

import io.openaep.conformance.bench.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Devices of all three protocols, over DTLS, in blocks and by Send too, report and commands are
/// created while the platform is killed with SIGKILL at random moments.
public final class KillRun {
  private static final int DEVICES = 3;
  private static final Duration SETTLING = Duration.ofSeconds(1);

  /// On a slow machine a handshake may not come to its end between two kills.
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Path data;
  private final int rounds;
  private final Random random;
  private final Map<String, Api.Device> commands = new ConcurrentHashMap<>();
  private final Map<String, String> commandPayloads = new ConcurrentHashMap<>();
  private final Map<String, Integer> states = new HashMap<>();
  private volatile boolean commanding = true;
  private double peakMiB;

  /// @param data where the platform keeps its data; does not exist yet
  public KillRun(Path data, int rounds, long seed) {
    this.data = data;
    this.rounds = rounds;
    this.random = new Random(seed);
  }

  /// @throws IllegalStateException if a command was lost, doubled or lied about
  public ReportingFleet.Account run() throws IOException, InterruptedException {
    try (PlatformProcess platform = PlatformProcess.start(data);
        ReportingFleet fleet = new ReportingFleet(platform, DEVICES)) {
      fleet.start();
      Thread commander = Thread.ofPlatform().start(() -> createCommands(platform, fleet));
      for (int round = 0; round < rounds; round++) {
        LockSupport.parkNanos((300 + random.nextInt(900)) * 1_000_000L);
        peakMiB = Math.max(peakMiB, Machine.peakMiB(platform.pid()));
        platform.kill();
        platform.restart();
      }
      fleet.awaitEach(LONGEST);
      LockSupport.parkNanos(SETTLING.toNanos());
      peakMiB = Math.max(peakMiB, Machine.peakMiB(platform.pid()));
      commanding = false;
      commander.join();
      fleet.stop();
      lookAtCommands(platform.api(), fleet);
      return fleet.account(platform.api());
    }
  }

  /// The highest resident memory of the platforms.
  public double peakMiB() {
    return peakMiB;
  }

  /// How many ids were returned.
  public int commands() {
    return commands.size();
  }

  /// How many commands ended in each state.
  public Map<String, Integer> states() {
    return states;
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

  private void lookAtCommands(Api api, ReportingFleet fleet) throws IOException {
    Map<String, Integer> written = new HashMap<>();
    for (RawLwm2mDevice device : fleet.lwm2m()) {
      device.written().forEach((payload, n) -> written.merge(payload, n, Integer::sum));
    }
    for (Map.Entry<String, Api.Device> command : commands.entrySet()) {
      String id = command.getKey();
      String state = api.command(command.getValue(), id).path("commandStatus").asString("");
      states.merge(state, 1, Integer::sum);
      if (state.isEmpty()) {
        throw new IllegalStateException("command " + id + " was created and is not there");
      }
      if (state.equals("指令已送达") && !written.containsKey(commandPayloads.get(id))) {
        throw new IllegalStateException("command " + id + " is delivered and never arrived");
      }
    }
    written.forEach((payload, times) -> {
      if (times != 1) {
        throw new IllegalStateException(payload + " arrived " + times + " times");
      }
    });
  }
}
