package io.openaep.app;

import io.openaep.platform.Platform;
import io.openaep.platform.PlatformConfig;
import io.openaep.platform.config.DoorPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A platform of this process on temporary data, with an application of its own.
record OwnPlatform(Platform platform, Path directory, AppKey app) implements AutoCloseable {
  /// @param usualPorts take AEP's ports where they are free
  static OwnPlatform start(boolean usualPorts) {
    try {
      Path directory = Files.createTempDirectory("openaep-");
      Map<String, String> changes = new LinkedHashMap<>();
      changes.put("data", directory.resolve("data").toString());
      changes.put("key-file", directory.resolve("secret.key").toString());
      PlatformConfig standard = PlatformConfig.standard();
      ports(standard)
          .forEach((door, port) -> changes.put(door + "-port", chosen(port, usualPorts)));
      Platform platform = Platform.start(standard.with(changes), Version.current());
      AppKey app = new AppKey("demo", secret());
      platform.ensureApplication(app.key(), app.secret());
      return new OwnPlatform(platform, directory, app);
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory can be made", e);
    }
  }

  /// The doors, each with its usual port.
  static Map<String, DoorPort> ports(PlatformConfig standard) {
    Map<String, DoorPort> ports = new LinkedHashMap<>();
    ports.put("http", standard.httpPort());
    ports.put("https", standard.httpsPort());
    ports.put("lwm2m", standard.lwm2mPort());
    ports.put("lwm2ms", standard.lwm2msPort());
    ports.put("mqtt", standard.mqttPort());
    ports.put("mqtts", standard.mqttsPort());
    ports.put("tcp", standard.tcpPort());
    return ports;
  }

  /// The usual port if it is free on loopback for TCP and for UDP, else any.
  private static String chosen(DoorPort usual, boolean wanted) {
    if (wanted && usual.number().isPresent()) {
      int port = usual.number().getAsInt();
      InetAddress loopback = InetAddress.getLoopbackAddress();
      try (ServerSocket stream = new ServerSocket(port, 1, loopback);
          DatagramSocket datagrams = new DatagramSocket(port, loopback)) {
        return Integer.toString(Math.max(stream.getLocalPort(), datagrams.getLocalPort()));
      } catch (IOException _) {
        return "0";
      }
    }
    return "0";
  }

  private static String secret() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /// What `openaep admin --data` takes.
  Path data() {
    return directory.resolve("data");
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + platform.port("http").orElseThrow());
  }

  Optional<Integer> port(String door) {
    return platform.port(door);
  }

  @Override
  public void close() {
    platform.close();
    try {
      Files.walkFileTree(directory, new Remover());
    } catch (IOException e) {
      throw new UncheckedIOException("the temporary directory " + directory + " stays", e);
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path visited, @org.jspecify.annotations.Nullable IOException failed) throws IOException {
      Files.delete(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
