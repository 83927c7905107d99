package io.openaep.devices.module.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The AT port on a TCP server socket. One host at a time, as on a serial line; the next one waits.
/// What the module prints while there is none is lost. Virtual threads.
public final class TcpPort implements AtPort {
  private static final Logger LOG = LoggerFactory.getLogger(TcpPort.class);
  private static final int OUTPUT_LIMIT_BYTES = 1024 * 1024;

  private final ServerSocket server;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile Optional<Connection> connection = Optional.empty();

  /// The host of the moment.
  private record Connection(Socket socket, OutputPump pump) {}

  /// @param port 0 takes a free one
  public TcpPort(InetAddress address, int port) throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(address, port), 4);
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  @Override
  public String name() {
    return "tcp:" + PortSpec.text(address());
  }

  @Override
  public void start(Host host) {
    Thread.ofVirtual().name("at-tcp").start(() -> serve(host));
  }

  private void serve(Host host) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        serve(socket, host);
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.info("event=at-port-broken port={} reason=\"{}\"", name(), e.getMessage());
        }
      }
    }
  }

  private void serve(Socket socket, Host host) throws IOException {
    LOG.info("event=at-host-connected port={} peer={}", name(), socket.getRemoteSocketAddress());
    socket.setTcpNoDelay(true);
    var pump = new OutputPump(OUTPUT_LIMIT_BYTES);
    connection = Optional.of(new Connection(socket, pump));
    Thread.ofVirtual().name("at-tcp-out").start(() -> writeAll(pump, socket));
    try {
      var buffer = new byte[4096];
      var in = socket.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        host.received(Arrays.copyOf(buffer, read));
      }
    } finally {
      connection = Optional.empty();
      pump.close();
      host.gone();
      LOG.info("event=at-host-gone port={}", name());
    }
  }

  private void writeAll(OutputPump pump, Socket socket) {
    try {
      pump.run(socket.getOutputStream()::write);
    } catch (IOException | InterruptedException e) {
      LOG.debug("event=at-output-ended port={} reason=\"{}\"", name(), e.getMessage());
      close(socket); // the reader notices
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      LOG.debug("event=close-failed reason=\"{}\"", e.getMessage());
    }
  }

  @Override
  public void write(byte[] bytes) {
    connection.ifPresent(host -> host.pump().offer(bytes));
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended;
  }

  @Override
  public void close() {
    close(server);
    connection.ifPresent(host -> close(host.socket()));
    ended.complete(null);
  }
}
