package io.openaep.conformance;

import static io.openaep.conformance.Patience.await;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls that make or delete a hundred devices, while the platform is killed with SIGKILL in the
/// middle of them. Afterwards each call has happened whole or not at all, one that was answered has
/// happened, and whoever subscribed to it was told of every device that came or went: nothing falls
/// between the registry and the journal.
@SuppressWarnings("NullAway.Init") // the test sets both first
@OnceIsProof
class AtomicCallsTest {
  private static final int ROUNDS = Integer.getInteger("openaep.atomic-rounds", 3);
  private static final int DEVICES = 100;
  private static final long SEED = Long.getLong("openaep.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  private final Set<String> made = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private PlatformProcess platform;
  private Api.Product product;

  @Test
  void aCallThatAKillCutsOffHappenedWholeOrNot(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
    Path settings = directory.resolve("settings.yaml");
    Files.writeString(settings, "push:\n  post:\n    allowed-networks: 127.0.0.0/8\n");
    try (PushReceiver receiver = PushReceiver.open();
        PlatformProcess started =
            PlatformProcess.start(directory.resolve("data"), "--config", settings.toString())) {
      platform = started;
      product = platform.api().tcp("atomic");
      platform.api().subscribe(product, receiver.url(), "[5]");
      for (int round = 0; round < ROUNDS; round++) {
        String prefix = "r" + round + "x";
        cutOff(creation(prefix), made(prefix), Set.of());
        cutOff(deletion(prefix), Set.of(), made(prefix));
      }
      await()
          .untilAsserted(() -> {
            assertThat(told(receiver, 1)).as("seed %d", SEED).isEqualTo(made);
            assertThat(told(receiver, 0)).as("seed %d", SEED).isEqualTo(deleted);
          });
    }
  }

  private Set<String> made(String prefix) {
    return IntStream.range(0, DEVICES).mapToObj(i -> product.id() + prefix + i).collect(toSet());
  }

  /// Kills the platform at a random moment of a call; then carries the call out if it had not
  /// happened.
  private void cutOff(ApiCall call, Set<String> comes, Set<String> goes) throws Exception {
    Set<String> before = present();
    List<String> answers = new ArrayList<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                answers.add(platform.api().send(call).body());
              } catch (IOException killed) {
                answers.add("");
              }
            });
    LockSupport.parkNanos(random.nextInt(25_000) * 1_000L);
    platform.kill();
    caller.join();
    platform.restart();
    Set<String> after = present();
    Set<String> whole = new HashSet<>(before);
    whole.addAll(comes);
    whole.removeAll(goes);
    boolean happened = after.equals(whole);
    assertThat(happened || after.equals(before))
        .as("seed %d: %d of %d devices", SEED, after.size(), whole.size())
        .isTrue();
    if (answers.getFirst().contains("\"code\":0")) {
      assertThat(happened).as("seed %d: an answered call has happened", SEED).isTrue();
    }
    if (!happened) {
      assertThat(platform.api().send(call.at(Instant.now())).body()).contains("\"code\":0");
      assertThat(present()).isEqualTo(whole);
    }
    made.addAll(comes);
    deleted.addAll(goes);
  }

  private Set<String> present() throws IOException {
    ApiCall list =
        ApiCall.get(
            "/aep_device_management/devices",
            "20190507012134",
            product.masterKey(),
            Map.of("productId", Long.toString(product.id()), "pageNow", "1", "pageSize", "100"));
    JsonNode result = JsonMapper.shared().readTree(platform.api().send(list).body()).path("result");
    assertThat(result.path("total").asInt()).isLessThanOrEqualTo(DEVICES);
    return result
        .path("list")
        .valueStream()
        .map(it -> it.path("deviceId").asString())
        .collect(toSet());
  }

  private ApiCall creation(String prefix) {
    String rows =
        IntStream.range(0, DEVICES)
            .mapToObj(i -> "{\"deviceName\":\"d\",\"deviceSn\":\"%s%d\"}".formatted(prefix, i))
            .collect(joining(","));
    return ApiCall.with(
        "POST",
        "/aep_device_management/batchDevice",
        "20230330043852",
        product.masterKey(),
        "{\"productId\":%d,\"operator\":\"me\",\"devices\":[%s]}".formatted(product.id(), rows));
  }

  private ApiCall deletion(String prefix) {
    String ids = made(prefix).stream().map(id -> '"' + id + '"').collect(joining(","));
    return ApiCall.with(
        "POST",
        "/aep_device_management/deleteDevice",
        "20211009132842",
        product.masterKey(),
        "{\"productId\":%d,\"deviceIdList\":[%s]}".formatted(product.id(), ids));
  }

  private static Set<String> told(PushReceiver receiver, int eventType) {
    return receiver.messages().stream()
        .filter(it -> it.path("eventType").asInt(-1) == eventType)
        .map(it -> it.path("deviceId").asString())
        .collect(toSet());
  }
}
