package io.openaep.conformance;

import static io.openaep.conformance.Patience.await;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Calls that touch many things, while the platform is killed with SIGKILL in the middle of them: a
/// batch of devices, a command to a group, the deletion of a product, the import of a model.
/// Afterwards each has happened whole or not at all, one that was answered has happened, and
/// whoever subscribed was told of every device that came or went: nothing falls between the
/// registry and the journal.
@OnceIsProof
class AtomicCallsTest {
  private static final int ROUNDS = Integer.getInteger("openaep.atomic-rounds", 3);
  private static final long SEED = Long.getLong("openaep.seed", System.nanoTime());
  private static final long FIRST_REACH_NANOS = 60_000_000;
  private static final long SHORTEST_REACH_NANOS = 2_000_000;
  private static final long LONGEST_REACH_NANOS = 500_000_000;

  private final Random random = new Random(SEED);

  /// How long before the kill each call begins at most. Where it had happened the next one begins
  /// later, else earlier: so the kills gather around the moment that decides, on any machine.
  private final Map<Cut, Long> reachNanos = new LinkedHashMap<>();

  @Test
  void callsThatAKillCutsOffHappenedWholeOrNot(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
    Path settings = directory.resolve("settings.yaml");
    Files.writeString(settings, "push:\n  post:\n    allowed-networks: 127.0.0.0/8\n");
    Path data = directory.resolve("data");
    try (PushReceiver receiver = PushReceiver.open();
        PlatformProcess platform = PlatformProcess.start(data, "--config", settings.toString())) {
      Api.Product product = platform.api().tcp("atomic");
      platform.api().subscribe(product, receiver.url(), "[5]");
      Rest rest = Rest.of(platform, data);
      CutBatches batches = new CutBatches(platform, product);
      for (Cut cut :
          List.of(
              batches,
              new CutGroupCommand(platform),
              new CutProduct(platform, rest),
              new CutModel(rest))) {
        reachNanos.put(cut, FIRST_REACH_NANOS);
      }
      for (int round = 0; round < 2 * ROUNDS; round++) {
        cutOff(platform, round);
      }
      await()
          .untilAsserted(() -> {
            assertThat(told(receiver, 1)).as("seed %d", SEED).isEqualTo(batches.made());
            assertThat(told(receiver, 0)).as("seed %d", SEED).isEqualTo(batches.deleted());
          });
    }
  }

  /// Makes all calls, each at a random moment, and kills the platform.
  private void cutOff(PlatformProcess platform, int round) throws Exception {
    List<Future<Boolean>> answers = new ArrayList<>();
    for (Cut cut : reachNanos.keySet()) {
      cut.prepare(round);
    }
    long longest = reachNanos.values().stream().mapToLong(it -> it).max().orElseThrow();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      long killAt = System.nanoTime() + longest;
      reachNanos.forEach((cut, reach) -> {
        long sendAt = killAt - random.nextLong(reach);
        answers.add(callers.submit(() -> isAnswered(cut, sendAt)));
      });
      parkUntil(killAt);
      platform.kill();
    }
    platform.restart();
    int call = 0;
    for (Map.Entry<Cut, Long> entry : reachNanos.entrySet()) {
      entry.setValue(look(entry.getKey(), answers.get(call++).get(), entry.getValue()));
    }
  }

  private static boolean isAnswered(Cut cut, long sendAt) throws Exception {
    parkUntil(sendAt);
    try {
      return cut.send();
    } catch (IOException killed) {
      return false;
    }
  }

  private static void parkUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /// @return how long before the kill the next call of this kind begins at most
  private static long look(Cut cut, boolean answered, long reach) throws Exception {
    boolean happened;
    try {
      happened = cut.happened();
      if (answered) {
        assertThat(happened).as("an answered call has happened").isTrue();
      }
      cut.complete(happened);
    } catch (AssertionError broken) {
      throw new AssertionError(
          "%s, seed %d: %s".formatted(cut.getClass().getSimpleName(), SEED, broken.getMessage()),
          broken);
    }
    return Math.clamp(
        happened ? reach * 3 / 4 : reach * 5 / 4, SHORTEST_REACH_NANOS, LONGEST_REACH_NANOS);
  }

  private static Set<String> told(PushReceiver receiver, int eventType) {
    return receiver.messages().stream()
        .filter(it -> it.path("eventType").asInt(-1) == eventType)
        .map(it -> it.path("deviceId").asString())
        .collect(toSet());
  }
}
