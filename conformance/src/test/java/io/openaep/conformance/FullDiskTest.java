package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is really full: nothing is acknowledged, health says why, and with room again
/// everything goes on without a restart.
class FullDiskTest {
  private static final int ENOUGH_REPORTS = 3_000;
  private static final String BIG = "x".repeat(900);

  @Test
  void fullDiskRefusesAndRecovers(@TempDir Path directory) throws IOException {
    Path mount = Files.createDirectory(directory.resolve("disk"));
    SmallDisk disk = new SmallDisk(mount);
    try (PlatformProcess platform = PlatformProcess.startWith(disk.words(), mount.resolve("data"));
        Reporters reporters = new Reporters(platform)) {
      assertThat(ready(platform).statusCode()).isEqualTo(200);
      disk.fill(platform.pid());
      reportUntilRefused(platform, reporters);
      nothingIsAcknowledged(platform.api(), reporters);
      Eventually.holds(() -> {
        assertThat(ready(platform).statusCode()).isEqualTo(503);
        assertThat(ready(platform).body()).contains("the disk is full");
        assertThat(ready(platform).body()).doesNotContain(".db", "SQLITE");
      });
      disk.free(platform.pid());
      Eventually.holds(() -> assertThat(ready(platform).statusCode()).isEqualTo(200));
      everythingIsAcknowledged(platform.api(), reporters);
      Eventually.holds(reporters::acknowledgedMeansStored);
    }
  }

  /// A full disk still has room in files that are already there (SQLite's log): reports fill it. No
  /// answer may also mean that the machine is slow: the platform must say itself that it is full.
  private static void reportUntilRefused(PlatformProcess platform, Reporters reporters)
      throws IOException {
    for (int i = 0; i < ENOUGH_REPORTS; i++) {
      if (!reporters.notifies(i + BIG) && ready(platform).statusCode() == 503) {
        return;
      }
    }
    throw new AssertionError("the disk never was full");
  }

  private static void nothingIsAcknowledged(Api api, Reporters reporters) throws IOException {
    assertThat(reporters.notifies("full" + BIG)).as("ACK").isFalse();
    assertThat(reporters.publishes("{\"full\":\"" + BIG + "\"}")).as("PUBACK").isFalse();
    assertThat(reporters.reportsByTcp("full" + BIG)).as("0x06").isFalse();
    ApiCall command = Api.commandCall(reporters.overLwm2m(), Api.textContent("f" + BIG), 7200);
    HttpResponse<String> answer = api.send(command);
    assertThat(answer.body()).as("a command").doesNotContain("\"code\":0,");
    Onlooker.assertNothingOfTheInside(answer.body());
    Api.Product product = reporters.overLwm2m().product();
    HttpResponse<String> creation =
        api.send(
            ApiCall.with(
                "POST",
                "/aep_device_management/device",
                "20181031202117",
                product.masterKey(),
                "{\"deviceName\":\"f\",\"operator\":\"f\",\"productId\":%d,\"imei\":\"861234599999999\",\"other\":{\"autoObserver\":0}}"
                    .formatted(product.id())));
    assertThat(creation.statusCode()).as(creation.body()).isEqualTo(503);
    assertThat(creation.body()).contains("{\"code\":503,\"msg\":\"", "the disk is full");
    assertThat(creation.body()).doesNotContain(".db", "SQLITE");
  }

  private static void everythingIsAcknowledged(Api api, Reporters reporters) throws IOException {
    Eventually.holds(
        () -> assertThat(reporters.notifiesAgain()).as("ACK of what was refused").isTrue());
    if (!reporters.notifies("room")) {
      Eventually.holds(() -> assertThat(reporters.notifiesAgain()).as("ACK").isTrue());
    }
    assertThat(reporters.publishes("{\"room\":1}")).as("PUBACK").isTrue();
    assertThat(reporters.reportsByTcp("room")).as("0x06").isTrue();
    api.textCommand(reporters.overLwm2m(), "room");
    assertThat(RawLwm2m.written(reporters.lwm2m().nextRequest())).isEqualTo("room");
  }

  private static HttpResponse<String> ready(PlatformProcess platform) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + platform.port("http") + "/health/ready");
    return Api.send(HttpRequest.newBuilder(uri).build());
  }
}
