package io.openaep.devices.module.port;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control channel of a module, beside its AT port: a TCP port that takes one command a line
/// and answers `ok` or `error` and a sentence, when the command has taken effect. A virtual thread
/// for each client; the grammar is in {@link ControlCommands}.
public final class ControlPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPort.class);
  private static final int LINE_LIMIT_CHARS = 200;
  private static final int CLIENT_LIMIT = 16;
  private static final int OUTPUT_LIMIT_BYTES = 64 * 1024;

  /// For the last answers to leave.
  private static final Duration PARTING = Duration.ofSeconds(5);

  private final ServerSocket server;
  private final ModuleControl module;
  private final Semaphore room = new Semaphore(CLIENT_LIMIT);
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();

  /// @param port 0 takes a free one
  public ControlPort(InetAddress address, int port, ModuleControl module) throws IOException {
    this.module = module;
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(address, port));
    module.ring(this::pulse);
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  /// Begins to listen.
  public void start() {
    Thread.ofVirtual().name("control").start(this::accept);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (room.tryAcquire()) {
          Thread.ofVirtual().name("control-client").start(() -> serve(new Client(socket)));
        } else {
          socket.close();
        }
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.info("event=control-broken reason=\"{}\"", e.getMessage());
        }
      }
    }
  }

  private void serve(Client client) {
    clients.add(client);
    try (client) {
      client.serve();
    } catch (IOException e) {
      LOG.debug("event=control-client-gone reason=\"{}\"", e.getMessage());
    } finally {
      clients.remove(client);
      room.release();
    }
  }

  private void pulse(Duration length, int count) {
    for (Client client : clients) {
      client.pulse(length, count);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Client client : clients) {
        client.close();
      }
    } catch (IOException e) {
      LOG.debug("event=close-failed reason=\"{}\"", e.getMessage());
    }
  }

  /// One connection.
  private final class Client implements AutoCloseable {
    private final Socket socket;
    private final OutputPump pump = new OutputPump(OUTPUT_LIMIT_BYTES);
    private volatile boolean watching;

    Client(Socket socket) {
      this.socket = socket;
    }

    void serve() throws IOException {
      Thread writer = Thread.ofVirtual().name("control-out").start(this::writeAll);
      var commands = new ControlCommands(module, () -> watching = true);
      var in = new BufferedInputStream(socket.getInputStream());
      var line = new StringBuilder();
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        if (octet != '\n') {
          line.append((char) octet);
        } else {
          print(commands.answer(line.toString().strip()));
          line.setLength(0);
        }
        if (line.length() > LINE_LIMIT_CHARS) {
          throw new IOException("a line of more than " + LINE_LIMIT_CHARS + " characters");
        }
      }
      pump.close();
      awaitWritten(writer);
    }

    /// A client that has said all may still read the answers.
    private static void awaitWritten(Thread writer) {
      try {
        boolean _ = writer.join(PARTING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void pulse(Duration length, int count) {
      if (watching) {
        print("ri " + length.toMillis() + " " + count);
      }
    }

    private void print(String line) {
      pump.offer((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void writeAll() {
      try {
        pump.run(socket.getOutputStream()::write);
      } catch (IOException | InterruptedException e) {
        LOG.debug("event=control-output-ended reason=\"{}\"", e.getMessage());
      }
    }

    @Override
    public void close() throws IOException {
      pump.close();
      socket.close();
    }
  }
}
