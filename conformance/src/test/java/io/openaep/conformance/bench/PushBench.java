package io.openaep.conformance.bench;

import io.openaep.conformance.Api;
import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.RawTcp;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Pushes a second: reports of TCP devices come as fast as they are stored, and are told to one
/// receiver, or to a hundred of which thirty never answer. The receivers run in this process and
/// read no more of a request than they must.
final class PushBench {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final PlatformProcess platform;

  PushBench(PlatformProcess platform) {
    this.platform = platform;
  }

  /// Configuration that lets the platform push to this machine.
  static Path configuration(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("bench.yaml"), "push:\n  post:\n    allowed-networks: 127.0.0.0/8\n");
  }

  BenchRow one() throws IOException {
    return run("push to one receiver", 1, 0, 40_000);
  }

  BenchRow hundred() throws IOException {
    return run("push to 100 receivers, 30 of them hanging", 100, 30, 600);
  }

  private BenchRow run(String name, int receivers, int hanging, int reports) throws IOException {
    Api api = platform.api();
    Api.Product product = api.tcp(name);
    AtomicLong taken = new AtomicLong();
    List<ServerSocket> servers = new ArrayList<>();
    try {
      for (int i = 0; i < receivers; i++) {
        ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        servers.add(server);
        boolean hangs = i < hanging;
        Thread.ofVirtual().start(() -> accept(server, hangs, taken));
        api.subscribe(product, "http://127.0.0.1:" + server.getLocalPort() + "/", "[1]");
      }
      long cpu = CommandBench.cpuMicros(platform);
      long start = System.nanoTime();
      report(api, product, reports);
      long wanted = (long) reports * (receivers - hanging);
      long until = start + PATIENCE.toNanos();
      while (taken.get() < wanted && System.nanoTime() < until) {
        LockSupport.parkNanos(1_000_000);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return BenchRow.plain(
          name,
          Target.rate(5_000),
          "%d of %d messages of %d reports".formatted(taken.get(), wanted, reports),
          taken.get() / seconds,
          (CommandBench.cpuMicros(platform) - cpu) / (double) taken.get());
    } finally {
      for (ServerSocket server : servers) {
        server.close();
      }
    }
  }

  /// Sends the reports of a hundred devices, each in one burst that its heartbeat's answer ends.
  private void report(Api api, Api.Product product, int reports) throws IOException {
    int devices = Math.min(100, reports);
    for (int i = 0; i < devices; i++) {
      Api.Device device = api.device(product, false, "p" + i);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.port("tcp"))) {
        socket.getOutputStream().write(RawTcp.login(device));
        socket.getInputStream().readNBytes(3);
        byte[] frame = new byte[203];
        frame[0] = 0x02;
        frame[2] = (byte) 200;
        for (int n = 0; n < reports / devices; n++) {
          socket.getOutputStream().write(frame);
        }
        socket.getOutputStream().write(0x04);
        socket.getInputStream().readNBytes(1);
      }
    }
  }

  private static void accept(ServerSocket server, boolean hangs, AtomicLong taken) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket, hangs, taken));
      }
    } catch (IOException closed) {
      // The run is over.
    }
  }

  private static void serve(Socket socket, boolean hangs, AtomicLong taken) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 4096);
      while (true) {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
          if (line.startsWith("Content-Length: ")) {
            length = Integer.parseInt(line.substring(16));
          }
        }
        in.skipNBytes(length);
        if (!hangs) {
          socket.getOutputStream().write(OK);
          taken.incrementAndGet();
        }
      }
    } catch (IOException gone) {
      // The platform has closed the connection.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("closed");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
