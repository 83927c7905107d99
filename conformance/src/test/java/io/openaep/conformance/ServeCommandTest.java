package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a person and a script see of `openaep serve`: the ready line, wrong use, exit status,
/// files.
@ExtendWith(SharedPlatform.class)
class ServeCommandTest {
  private static final String PSK = "TYvoITk34D3NZ6GN";

  @TempDir private Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  /// Runs `serve` on free ports; it is expected to end by itself.
  private Program serve(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("serve", "--data", data().toString()));
    for (String door : List.of("http", "lwm2m", "lwm2ms", "mqtt", "tcp")) {
      words.addAll(List.of("--" + door + "-port", "0"));
    }
    words.addAll(List.of("--https-port", "off", "--mqtts-port", "off"));
    words.addAll(List.of(options));
    return Program.run(directory, Map.of(), words.toArray(String[]::new));
  }

  /// It must have ended with this status and one sentence, before any door was open.
  private static void refused(int status, Program program, String... parts) {
    assertThat(program.err()).contains(parts).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(program.status()).as(program.err()).isEqualTo(status);
    assertThat(program.out()).doesNotContain("ready");
  }

  @Test
  void readyLineNamesEveryDoorAndAClosedOneIsNull() throws Exception {
    try (PlatformProcess platform = PlatformProcess.start(data(), "--http-port", "off")) {
      JsonNode ready = platform.ready();
      assertThat(ready.propertyNames())
          .contains("http", "https", "lwm2m", "lwm2ms", "mqtt", "mqtts", "tcp", "data", "pid");
      for (String door : List.of("lwm2m", "lwm2ms", "mqtt", "tcp")) {
        assertThat(ready.path(door).asInt()).as(door).isBetween(1, 65_535);
      }
      for (String door : List.of("http", "https", "mqtts")) {
        assertThat(ready.path(door).isNull()).as(door).isTrue();
      }
      assertThat(Path.of(ready.path("data").asString())).isEqualTo(data());
      assertThat(ready.path("pid").asLong()).isEqualTo(platform.pid());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data())))
          .isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(data())) {
        assertThat(files.filter(Files::isRegularFile).toList())
            .hasSizeGreaterThan(6)
            .allSatisfy(file ->
                assertThat(Files.getPosixFilePermissions(file))
                    .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      }
    }
  }

  @Test
  void unknownOptionIsWrongUse() throws Exception {
    refused(2, serve("--htttp-port", "1"), "--htttp-port");
  }

  @Test
  void portThatIsNoneIsWrongUse() throws Exception {
    refused(2, serve("--tcp-port", "seventy"), "seventy");
  }

  @Test
  void unknownKeyOfTheConfigurationNamesTheNearest() throws Exception {
    Path file = Files.writeString(directory.resolve("openaep.yaml"), "htp-port: 8081\n");
    refused(2, serve("--config", file.toString()), "htp-port", "http-port");
  }

  @Test
  void plainHttpForOthersWantsToBeAskedFor() throws Exception {
    refused(2, serve("--bind", "0.0.0.0"), "--insecure-http");
  }

  @Test
  void secondProcessOnTheSameDataNamesTheFirst(PlatformProcess first) throws Exception {
    Program second = serve("--data", first.ready().path("data").asString());
    refused(1, second, Long.toString(first.pid()));
  }

  @Test
  void portThatIsTakenIsNamed(PlatformProcess other) throws Exception {
    String taken = Integer.toString(other.port("mqtt"));
    refused(1, serve("--mqtt-port", taken), taken);
  }

  @Test
  void stopsInOrderWithDevicesConnectedAndKeepsNoSecretInTheClear() throws Exception {
    List<String> secrets;
    try (PlatformProcess platform = PlatformProcess.start(data())) {
      secrets = new ArrayList<>(List.of(PlatformProcess.APP_SECRET, PSK));
      Api api = platform.api();
      Api.Device mqtt = api.device(api.mqtt("secret mqtt"), false, "m");
      Api.Device tcp = api.device(api.tcp("secret tcp"), false, "t");
      Api.Product lwm2m = lwm2mOverDtls(api);
      for (Api.Device device : List.of(mqtt, tcp)) {
        secrets.add(device.token());
        secrets.add(device.product().masterKey());
      }
      secrets.add(lwm2m.masterKey());
      RawMqtt overMqtt = RawMqtt.open(platform);
      RawTcp overTcp = RawTcp.open(platform);
      try (overMqtt;
          overTcp) {
        assertThat(overMqtt.logIn(mqtt)).isZero();
        assertThat(overTcp.logIn(tcp)).isZero();
        overMqtt.report("{\"a\":1}");
        overMqtt.acknowledged();
        secrets.forEach(it -> assertThat(it).hasSizeGreaterThanOrEqualTo(16));
        assertThat(filesThatHold(secrets, platform.log())).as("while it runs").isEmpty();
        assertThat(platform.stop(Duration.ofSeconds(10))).as("stopped within 10 s").isTrue();
      }
      assertThat(platform.status()).isIn(0, 143);
      assertThat(filesThatHold(secrets, platform.log())).as("after it stopped").isEmpty();
    }
  }

  /// A product over DTLS with a device whose key is given.
  private static Api.Product lwm2mOverDtls(Api api) throws IOException {
    Api.Product product =
        api.product(
            "secret lwm2m",
            "\"productProtocol\":3,\"authType\":4,\"dataEncryption\":4,\"endpointFormat\":1,\"powerModel\":2");
    api.post(
        "/aep_device_management/device",
        "20181031202117",
        product.masterKey(),
        """
        {"deviceName":"d","operator":"test","productId":%d,"imei":"868543060974334",\
        "other":{"autoObserver":0,"pskValue":"%s","pskType":0}}\
        """
            .formatted(product.id(), PSK));
    return product;
  }

  /// Names of files, and the secret that each holds: as text, or as hex digits of its bytes.
  private List<String> filesThatHold(List<String> secrets, Path log) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(data())) {
      for (Path file : Stream.concat(files, Stream.of(log)).filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
          byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
          if (content.contains(secret) || content.contains(HexFormat.of().formatHex(bytes))) {
            found.add(file.getFileName() + " holds " + secret);
          }
        }
      }
    }
    return found;
  }
}
