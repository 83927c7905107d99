package io.openaep.conformance.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The same load on what others use: Eclipse Mosquitto, and a small server by Eclipse Leshan. What
/// each promises with its acknowledgement stands beside its figure, for it is not the same.
final class PeerBench {
  private static final String MOSQUITTO_PROMISE =
      "PUBACK: in memory, queued for an absent subscriber of QoS 1; on disk every 30 minutes and at"
          + " an orderly stop";
  private static final String LESHAN_PROMISE =
      "ACK: received; sent before the server hears of it, nothing is stored";
  private static final int TRIES = 100;

  private PeerBench() {}

  /// One of them, and what its acknowledgement means.
  record Peer(String program, String promise, BenchRow row) {}

  static List<Peer> run(Path directory) throws IOException, InterruptedException {
    List<Peer> peers = new ArrayList<>();
    Optional<Path> mosquitto =
        Stream.of("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (mosquitto.isPresent()) {
      int port = freePort();
      Path configuration = configuration(directory, port);
      List<String> words = List.of(mosquitto.get().toString(), "-c", configuration.toString());
      try (Server server = Server.program(words, port)) {
        awaitOpen(port);
        subscribe(port);
        for (int outstanding : new int[] {10, 1}) {
          peers.add(mqtt(server, outstanding));
        }
      }
    } else {
      System.out.println("no mosquitto here: the page will lack it");
    }
    try (Server server = Server.leshan()) {
      List<String> words = UplinkBench.words("lwm2m", 200, 1, List.of());
      FleetRun.of(server, words); // as ours: compiled by then
      BenchRow row =
          BenchRow.load(
              "LwM2M CON notify", Target.NONE, String.join(" ", words), FleetRun.of(server, words));
      System.out.println("Leshan: " + row.line());
      peers.add(new Peer("Eclipse Leshan 2.0.0-M18 server", LESHAN_PROMISE, row));
    }
    return peers;
  }

  private static Peer mqtt(Server server, int outstanding)
      throws IOException, InterruptedException {
    List<String> words = UplinkBench.words("mqtt", 100, outstanding, List.of());
    String name = outstanding == 1 ? "MQTT QoS 1, one at a time" : "MQTT QoS 1, 10 outstanding";
    BenchRow row =
        BenchRow.load(name, Target.NONE, String.join(" ", words), FleetRun.of(server, words));
    System.out.println("Mosquitto: " + row.line());
    return new Peer("Eclipse Mosquitto, `persistence true`", MOSQUITTO_PROMISE, row);
  }

  private static Path configuration(Path directory, int port) throws IOException {
    Path data = Files.createDirectory(directory.resolve("mosquitto"));
    return Files.writeString(
        directory.resolve("mosquitto.conf"),
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence true
        persistence_location %s/
        max_queued_messages 0
        user root
        """
            .formatted(port, data));
  }

  /// A subscriber that goes away, so that the broker has to keep what is published.
  private static void subscribe(int port) throws IOException, InterruptedException {
    Process subscriber =
        new ProcessBuilder(
                "mosquitto_sub",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-c",
                "-i",
                "keeper",
                "-q",
                "1",
                "-t",
                "#",
                "-E")
            .start();
    if (!subscriber.waitFor(10, TimeUnit.SECONDS) || subscriber.exitValue() != 0) {
      throw new IOException("mosquitto_sub did not subscribe");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitOpen(int port) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException closed) {
        if (tries == TRIES) {
          throw closed;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}
