package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.Tap;
import io.openaep.platform.account.Role;
import io.openaep.platform.console.resource.TraceResource;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.NewDevice;
import io.openaep.platform.registry.NewProduct;
import io.openaep.platform.registry.ProductForm;
import io.openaep.platform.trace.DeviceTrace;
import io.openaep.platform.trace.TraceSettings;
import io.openaep.wire.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `/api/devices/{deviceId}/trace…` over a trace that the test fills.
class TraceResourceTest {
  private static final String IMEI = "861234567890123";
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

  @TempDir private Path path;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DeviceTrace trace = new DeviceTrace(TraceSettings.STANDARD, () -> NOW, meters);
  private RestWorld world;
  private Device device;
  private String at;
  private String token;

  @BeforeEach
  void open() {
    world = new RestWorld(path, registry -> List.of(new TraceResource(registry, trace)));
    ProductForm form =
        new ProductForm(
            "p",
            "",
            "a",
            "b",
            "c",
            1,
            1,
            3,
            4,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "op",
            "op");
    long product =
        world
            .registry
            .createProduct(
                new NewProduct(
                    world.tenantId,
                    Protocol.LWM2M,
                    false,
                    true,
                    false,
                    EndpointFormat.IMEI,
                    new PowerMode.Drx(),
                    form))
            .productId();
    device =
        world.registry.createDevice(
            new NewDevice(
                product,
                "meter",
                Optional.empty(),
                Optional.of(IMEI),
                Optional.empty(),
                Optional.empty(),
                true,
                "op"));
    at = "/api/devices/" + device.ref().deviceId() + "/trace";
    token = world.token(Role.OPERATOR);
  }

  @AfterEach
  void close() {
    trace.close();
    world.close();
  }

  private Tap.Seen pass(DeviceRef ref, String hex) {
    return trace.passed(
        new Tap.Party.Device(ref),
        new Tap.Message(
            Tap.Direction.IN, Door.LWM2M, "192.0.2.7:1", Bytes.hex(hex), () -> "NON 0.01"));
  }

  @Test
  void messagesAndRefusalsOfADeviceAreShownInOrder() {
    new Refusals(meters, trace)
        .refused(
            Door.LWM2MS, "bad_credentials", IMEI, "192.0.2.7:1", "the pre-shared key is wrong");
    pass(device.ref(), "50010001").became("stored at 7");

    RestCall.Answer answer = world.get(at).as(token).send().expect(200);
    assertThat(answer.json().path("entries").size()).isEqualTo(2);
    var refused = answer.json().path("entries").path(0);
    assertThat(refused.path("fate").asString()).isEqualTo("refused: the pre-shared key is wrong");
    assertThat(refused.has("direction")).isFalse();
    var message = answer.json().path("entries").path(1);
    assertThat(message.path("hex").asString()).isEqualTo("50010001");
    assertThat(message.path("direction").asString()).isEqualTo("in");
    assertThat(message.path("door").asString()).isEqualTo("lwm2m");
    assertThat(message.path("words").asString()).isEqualTo("NON 0.01");
    assertThat(message.path("fate").asString()).isEqualTo("stored at 7");
    assertThat(message.path("at").asString()).isEqualTo("2026-11-22T08:00:00Z");

    long first = refused.path("sequence").asLong();
    assertThat(world.get(at + "?after=" + first).as(token).send().json().path("entries").size())
        .isEqualTo(1);
  }

  @Test
  void watchingIsSwitchedOnAndOff() {
    assertThat(world.put(at, "{\"minutes\":10}").as(token).send().expect(200).text("watchedUntil"))
        .isEqualTo("2026-11-22T08:10:00Z");
    assertThat(world.get(at).as(token).send().text("watchedUntil"))
        .isEqualTo("2026-11-22T08:10:00Z");
    assertThat(world.put(at, "{\"minutes\":0}").as(token).send().expect(200).json().isEmpty())
        .isTrue();
    assertThat(world.put(at, "{\"minutes\":10000}").as(token).send().expect(409).text("detail"))
        .contains("1440 minutes");
    world.put(at, "{\"minutes\":-1}").as(token).send().expect(400);
  }

  @Test
  void liveTraceTellsWhatHappens() throws IOException, InterruptedException {
    pass(device.ref(), "01").became("stored at 1");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.port + at + "/live"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer = client.send(request, BodyHandlers.ofInputStream());
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        assertThat(nextData(lines)).contains("\"hex\":\"01\"").contains("stored at 1");
        pass(device.ref(), "02");
        assertThat(nextData(lines)).contains("\"hex\":\"02\"");
        trace.close();
        assertThat(lines.lines().filter(it -> !it.isBlank() && !it.startsWith("id")).toList())
            .isEmpty();
      }
    }
  }

  private static String nextData(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith("data: ")) {
      line = lines.readLine();
    }
    return String.valueOf(line);
  }

  @Test
  void strangersAreShownToAdministratorsAlone() {
    new Refusals(meters, trace)
        .refused(Door.MQTT, "unknown_device", "who", "192.0.2.7:1", "no device has the id who");
    String administrator = world.token(Role.ADMINISTRATOR);
    assertThat(
            world
                .get("/api/trace/strangers?name=who")
                .as(administrator)
                .send()
                .expect(200)
                .json()
                .path("entries")
                .path(0)
                .path("fate")
                .asString())
        .isEqualTo("refused: no device has the id who");
    world.get("/api/trace/strangers?name=who").as(token).send().expect(403);
    world.get("/api/trace/strangers").as(administrator).send().expect(400);
  }

  @Test
  void traceOfAnotherTenantsDeviceIsNotThere() {
    String other =
        world.tokenOf(world.registry.tenancy().createTenant("other").tenantId(), Role.OWNER);
    world.get(at).as(other).send().expect(404);
    world.get(at + "/live").as(other).send().expect(404);
    world.put(at, "{\"minutes\":1}").as(other).send().expect(404);
  }
}
