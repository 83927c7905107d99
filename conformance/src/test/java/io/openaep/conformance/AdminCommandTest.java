package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `openaep admin` and the REST API from outside, with curl: tokens, the first sign-in, and HTTPS
/// with a certificate of one's own.
class AdminCommandTest {
  @TempDir private Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  private Program admin(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("admin"));
    all.addAll(List.of(words));
    all.addAll(List.of("--data", data().toString()));
    return Program.run(directory, Map.of(), all.toArray(String[]::new));
  }

  @Test
  void aTokenOfTheCommandOpensTheApiOnBothDoors() throws Exception {
    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        directory.resolve("key.pem").toString(),
        "-out",
        directory.resolve("cert.pem").toString());
    try (PlatformProcess platform =
        PlatformProcess.start(data(), "--https-port", "0", "--config", configured().toString())) {
      Program made = admin("token", "--name", "test");
      assertThat(made.status()).as(made.err()).isZero();
      String token = made.out().strip();
      assertThat(token).matches("oaep_[A-Za-z0-9_-]{43}");
      String plain = "http://127.0.0.1:" + platform.port("http");
      String secure = "https://localhost:" + platform.port("https");

      String product =
          curl(
              token, "-d", "{\"name\":\"meters\",\"protocol\":\"mqtt\"}", secure + "/api/products");
      assertThat(product).contains("\"name\":\"meters\"").endsWith(" 201");
      assertThat(curl(token, plain + "/api/products")).contains("meters").endsWith(" 200");
      assertThat(curl(token, secure + "/echo")).endsWith(" 200");
      assertThat(curl("oaep_no", secure + "/api/products")).contains("problem").endsWith(" 401");
      assertThat(run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", secure + "/api/info"))
          .as("without the certificate curl trusts nobody")
          .isEqualTo("000");

      Program revoked = admin("token", "revoke", tokenId());
      assertThat(revoked.status()).as(revoked.err()).isZero();
      assertThat(curl(token, plain + "/api/products")).endsWith(" 401");
    }
  }

  private String tokenId() throws Exception {
    Program list = admin("token", "list", "--json");
    return JsonMapper.shared().readTree(list.out()).path("tokenId").asString();
  }

  private Path configured() throws IOException {
    return Files.writeString(
        directory.resolve("openaep.yaml"),
        "tls-certificate: %s\ntls-key: %s\n"
            .formatted(directory.resolve("cert.pem"), directory.resolve("key.pem")));
  }

  @Test
  void theFirstAdministratorSignsInWithTheCodeOfTheFile() throws Exception {
    try (PlatformProcess platform = PlatformProcess.start(data())) {
      Path file = data().resolve("first-sign-in");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      String text = Files.readString(file);
      assertThat(Files.readString(platform.log())).contains(text.strip());
      String line =
          text.lines().filter(it -> it.startsWith("    curl ")).findFirst().orElseThrow().strip();
      assertThat(run("sh", "-c", line)).as("the placeholder is too short").contains("password");
      assertThat(file).exists();
      String filled = line.replace("PASSWORD", "long enough 1");
      assertThat(run("sh", "-c", filled)).contains("\"role\":\"administrator\"");
      assertThat(run("sh", "-c", filled)).contains("code does not fit, or was used");
      assertThat(file).doesNotExist();
      String plain = "http://127.0.0.1:" + platform.port("http");
      String signIn = "{\"name\":\"admin\",\"password\":\"long enough 1\"}";
      assertThat(curl("", "-d", signIn, plain + "/api/sign-in")).endsWith(" 200");
      Program listed = admin("account", "list");
      assertThat(listed.out()).contains("admin", "administrator");
    }
  }

  @Test
  void traceShowsWhatADeviceSaidAndWhyItWasRefused() throws Exception {
    try (PlatformProcess platform = PlatformProcess.start(data())) {
      Api.Product product = platform.api().tcp("traced");
      Api.Device device = platform.api().device(product, false, "t1");
      assertThat(admin("trace", "t1").out()).contains("Nothing has been heard of it");
      try (RawTcp tcp = new RawTcp(RawStream.open("127.0.0.1", platform.port("tcp")))) {
        assertThat(tcp.logIn(device)).isZero();
        tcp.report("hello");
        tcp.acknowledged();
      }
      Program trace = admin("trace", "t1", "--minutes", "5");
      assertThat(trace.status()).as(trace.err()).isZero();
      assertThat(trace.out())
          .containsPattern(
              "T.*Z <- tcp    127\\.0\\.0\\.1:\\d+  data, 5 bytes.*\\[stored at \\d+]");
      Api.Device other = platform.api().device(platform.api().mqtt("json"), false, "m1");
      try (RawMqtt mqtt = RawMqtt.open(platform)) {
        assertThat(mqtt.logIn(other)).isZero();
        mqtt.report("{\"oops");
        mqtt.acknowledged();
      }
      assertThat(admin("trace", "m1").out())
          .containsPattern("\\[stored at \\d+, not decoded: The payload is not JSON: ");
      Program json = admin("trace", device.id(), "--json", "--limit", "1");
      assertThat(JsonMapper.shared().readTree(json.out()).path("door").asString()).isEqualTo("tcp");
      refused(1, admin("trace", "t2"), "There is no device t2; openaep admin devices lists them.");
      platform.api().device(platform.api().tcp("second"), false, "t1");
      refused(1, admin("trace", "t1"), "Several devices are called t1");
    }
  }

  @Test
  void traceFindsADeviceAmongTwoTenantsAndManyOfLikeName() throws Exception {
    try (PlatformProcess platform = PlatformProcess.start(data())) {
      Api.Product product = platform.api().tcp("traced");
      Api.Device first = platform.api().device(product, false, "meter1");
      for (int each = 10; each < 18; each++) {
        platform.api().device(product, false, "meter" + each);
      }
      String nothing = "Nothing has been heard of it";
      assertThat(admin("trace", "meter1").out()).contains(nothing);
      Program tenants = admin("tenant", "list", "--json");
      String tenant = JsonMapper.shared().readTree(tenants.out()).path("tenantId").asString();
      assertThat(admin("tenant", "create", "second").status()).isZero();
      assertThat(admin("trace", first.id()).out()).contains(nothing);
      refused(2, admin("trace", "meter1"), "--tenant is missing");
      assertThat(admin("trace", "meter1", "--tenant", tenant).out()).contains(nothing);
    }
  }

  @Test
  void everyCommandThatChangesSomethingDoes() throws Exception {
    try (PlatformProcess _ = PlatformProcess.start(data())) {
      String tenant = member(done("tenant", "create", "second", "--json"), "tenantId");
      done("tenant", "rename", tenant, "renamed");
      assertThat(done("tenant", "list")).contains("renamed");
      String app = done("app", "create", "billing", "--tenant", tenant, "--json");
      String renewed = done("app", "renew", member(app, "appKey"), "--json");
      assertThat(member(renewed, "appSecret")).isNotEmpty().isNotEqualTo(member(app, "appSecret"));
      done("app", "delete", member(app, "appKey"));
      assertThat(done("app", "list", "--tenant", tenant)).doesNotContain("billing");
      String made = done("token", "--name", "t", "--tenant", tenant).strip();
      assertThat(made).startsWith("oaep_");
      done("token", "revoke", tokenId());
      done("tenant", "delete", tenant);
      assertThat(done("tenant", "list")).doesNotContain("renamed");
      assertThat(done("check")).contains("data.db");
    }
  }

  private String done(String... words) throws Exception {
    Program program = admin(words);
    assertThat(program.status()).as(program.err()).isZero();
    return program.out();
  }

  private static String member(String json, String name) {
    return JsonMapper.shared().readTree(json).path(name).asString();
  }

  @Test
  void errorsAreOneSentenceAndAStatus() throws Exception {
    Program nobody = admin("token");
    assertThat(nobody.status()).isEqualTo(1);
    assertThat(nobody.err()).contains("No platform runs on").doesNotContain("\tat ");
    assertThat(nobody.err().lines().filter(it -> it.startsWith("openaep:")).count()).isEqualTo(1);
    try (PlatformProcess _ = PlatformProcess.start(data())) {
      refused(2, admin("token", "--role", "king"), "--role must be one of viewer");
      refused(2, admin("token", "--expires", "soon"), "write 90m, 12h or 30d");
      refused(1, admin("token", "revoke", "nobody"), "There is no token nobody.");
      refused(1, admin("tenant", "delete", "1"), "There is no tenant 1.");
      Program made = admin("tenant", "create", "second");
      assertThat(made.out()).contains("name: second");
      refused(2, admin("app", "create", "billing"), "--tenant is missing");
      Program devices =
          admin("devices", "--tenant", made.out().replaceAll("(?s)tenantId: (\\d+).*", "$1"));
      assertThat(devices.out()).startsWith("DEVICE  PRODUCT  NAME");
      Program help = Program.run(directory, Map.of(), "admin", "--help");
      assertThat(help.out()).contains("token", "tenant", "app", "account", "devices", "api");
    }
  }

  private static void refused(int status, Program program, String sentence) {
    assertThat(program.err()).contains(sentence).doesNotContain("\tat ");
    assertThat(program.status()).as(program.err()).isEqualTo(status);
  }

  /// The body, a blank and the status.
  private String curl(String token, String... words) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of("curl", "-s", "-w", " %{http_code}", "-H", "Content-Type: application/json"));
    if (Files.exists(directory.resolve("cert.pem"))) {
      all.addAll(List.of("--cacert", directory.resolve("cert.pem").toString()));
    }
    if (!token.isEmpty()) {
      all.addAll(List.of("-H", "Authorization: Bearer " + token));
    }
    all.addAll(List.of(words));
    return run(all.toArray(String[]::new));
  }

  private static String run(String... words) throws Exception {
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
