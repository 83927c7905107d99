package io.openaep.conformance;

import static io.openaep.conformance.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every LwM2M client must find: registration, observation, reports, commands, updates, and
/// all of that again after the platform was killed. Two meters live through it side by side, one on
/// each door.
abstract class ForeignLwm2mContract {
  private static final int DRX = 2;
  private static final String PLAIN = "861234500000001";
  private static final String SECURED = "861234500000002";
  private static final String KEY = "TYvoiTk34D3NZ6GN";

  /// Makes a client that is not started yet.
  ///
  /// @param uri `coap://…` or `coaps://…`
  /// @param key the pre-shared key, whose identity is the endpoint
  /// @param bootstrap whether `uri` is a bootstrap server's, which tells the rest
  abstract ForeignMeter meter(String uri, String endpoint, Optional<String> key, boolean bootstrap);

  private record Played(Api.Device made, ForeignMeter meter) {}

  @Test
  void registersReportsIsToldAndIsStillKnownAfterAKill(@TempDir Path directory) throws Exception {
    try (PlatformProcess platform = PlatformProcess.start(directory.resolve("data"));
        ForeignMeter plain =
            meter("coap://127.0.0.1:" + platform.port("lwm2m"), PLAIN, Optional.empty(), false);
        ForeignMeter secured =
            meter(
                "coaps://127.0.0.1:" + platform.port("lwm2ms"), SECURED, Optional.of(KEY), false)) {
      Api api = platform.api();
      List<Played> all =
          List.of(
              new Played(api.device(api.lwm2m("plain", DRX), true, PLAIN), plain),
              new Played(
                  api.securedDevice(api.securedLwm2m("secured", DRX), SECURED, KEY), secured));
      for (Played each : all) {
        live(api, each);
      }
      platform.kill();
      platform.restart();
      for (Played each : all) {
        goOn(platform.api(), each);
      }
      assertThat(resumedHandshakes(platform)).isPositive();
    }
  }

  /// LwM2M 1.0, 5.2: the client knows its bootstrap server alone.
  @Test
  void bootstrapsRegistersAndReports(@TempDir Path directory) throws Exception {
    try (PlatformProcess platform =
            PlatformProcess.start(
                directory.resolve("data"),
                "--lwm2m-bootstrap-port",
                "0",
                "--lwm2ms-bootstrap-port",
                "0");
        ForeignMeter plain =
            meter(
                "coap://127.0.0.1:" + platform.port("lwm2m-bootstrap"),
                PLAIN,
                Optional.empty(),
                true);
        ForeignMeter secured =
            meter(
                "coaps://127.0.0.1:" + platform.port("lwm2ms-bootstrap"),
                SECURED,
                Optional.of(KEY),
                true)) {
      Api api = platform.api();
      List<Played> all =
          List.of(
              new Played(api.device(api.lwm2m("plain", DRX), true, PLAIN), plain),
              new Played(
                  api.securedDevice(api.securedLwm2m("secured", DRX), SECURED, KEY), secured));
      for (Played each : all) {
        each.meter.start();
        eventually(() -> assertThat(each.meter.registrations()).isPositive());
        assertThat(each.meter.bootstraps()).isPositive();
        eventually(() -> assertThat(each.meter.observed()).isTrue());
        report(api, each, "bootstrapped");
      }
    }
  }

  private static void live(Api api, Played each) {
    ForeignMeter meter = each.meter;
    meter.start();
    eventually(() -> assertThat(meter.observed()).isTrue());
    eventually(() -> assertThat(api.online(each.made)).isTrue());
    report(api, each, "one");
    report(api, each, "two");
    tell(api, each, "open");
    meter.update();
    eventually(() -> assertThat(meter.updates()).isPositive());
  }

  private static void goOn(Api api, Played each) {
    ForeignMeter meter = each.meter;
    int updates = meter.updates();
    meter.update(); // over DTLS this is where the session is resumed
    eventually(() -> assertThat(meter.updates()).isGreaterThan(updates));
    assertThat(meter.registrations()).as("registrations, before and after").isEqualTo(1);
    report(api, each, "three");
    tell(api, each, "close");
    meter.leave();
    eventually(() -> assertThat(api.online(each.made)).isFalse());
  }

  private static void report(Api api, Played each, String value) {
    each.meter.report(value);
    eventually(() -> assertThat(api.reports(each.made)).endsWith(value));
  }

  private static void tell(Api api, Played each, String text) {
    try {
      String command = api.textCommand(each.made, text);
      eventually(() -> assertThat(each.meter.written()).endsWith(text));
      eventually(() -> assertThat(api.status(each.made, command)).isEqualTo(Status.DELIVERED));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static double resumedHandshakes(PlatformProcess platform) throws Exception {
    URI metrics = URI.create("http://127.0.0.1:" + platform.port("http") + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String text =
          client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
      return text.lines()
          .filter(line -> line.startsWith("openaep_dtls_handshakes_total{result=\"resumed\"}"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  /// Such clients take their time: handshakes, retries, their own timers.
  private static void eventually(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }
}
