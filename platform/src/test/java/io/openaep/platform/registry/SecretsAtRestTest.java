package io.openaep.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.store.UnusableData;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads the raw files of a registry, the write-ahead log included.
class SecretsAtRestTest {
  private static final String APP_SECRET = "AppSecretInPlainSight";

  @TempDir Path temp;

  @Test
  void noSecretCanBeReadFromTheFiles() throws Exception {
    try (RegistryWorld world = new RegistryWorld(temp.resolve("data"))) {
      world.registry.ensureApplication("AK", APP_SECRET);
      Product shared = world.registry.createProduct(world.plan(Protocol.TCP, "shared", true));
      Device connected = world.connected(world.mqtt("visible name"), "1");
      Device meter =
          world.meter(world.lwm2m("secure", true, EndpointFormat.IMEI), "868543060974334");
      List<byte[]> secrets =
          Stream.of(
                  Bytes.utf8(APP_SECRET),
                  Bytes.utf8(shared.masterKey()),
                  Bytes.hex(shared.masterKey()),
                  Bytes.utf8(shared.sharedSecret().orElseThrow()),
                  Bytes.utf8(connected.token().orElseThrow()),
                  meter.psk().orElseThrow(),
                  Bytes.utf8(meter.psk().orElseThrow().toHex()))
              .map(Bytes::toArray)
              .toList();

      assertThat(files(world.path)).anyMatch(path -> path.toString().endsWith("-wal"));
      assertThat(filesWith(world.path, "visible name".getBytes(StandardCharsets.UTF_8)))
          .isNotEmpty();
      for (byte[] secret : secrets) {
        assertThat(filesWith(world.path, secret)).isEmpty();
      }
      world.restart();
      for (byte[] secret : secrets) {
        assertThat(filesWith(world.path, secret)).isEmpty();
      }
      assertThat(world.registry.deviceById(connected.ref().deviceId())).contains(connected);
    }
  }

  @Test
  void anotherKeyStopsTheStart() throws Exception {
    Path data = temp.resolve("data");
    RegistryWorld world = new RegistryWorld(data);
    world.close();
    Files.write(data.resolve("secret.key"), new byte[32]);
    assertThatThrownBy(world::open)
        .isInstanceOf(UnusableData.class)
        .hasMessageContaining("is not the one that the secrets");
    world.close();
  }

  @Test
  void secretsAreNotPrinted() {
    try (RegistryWorld world = new RegistryWorld(temp.resolve("data"))) {
      Product product = world.lwm2m("p", true, EndpointFormat.IMEI);
      Device device = world.meter(product, "868543060974334");
      Application application = world.registry.ensureApplication("AK", APP_SECRET);
      assertThat(product.toString() + device + application)
          .doesNotContain(product.masterKey())
          .doesNotContain(device.psk().orElseThrow().toHex())
          .doesNotContain(device.psk().orElseThrow().toUtf8())
          .doesNotContain(APP_SECRET);
    }
  }

  private static List<Path> filesWith(Path directory, byte[] wanted) throws IOException {
    String needle = new String(wanted, StandardCharsets.ISO_8859_1);
    return files(directory).stream().filter(path -> text(path).contains(needle)).toList();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
