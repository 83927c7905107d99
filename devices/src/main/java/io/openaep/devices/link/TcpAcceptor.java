package io.openaep.devices.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listening TCP port on loopback, which a virtual module shares with nobody else's network. A
/// virtual thread accepts; its taker lets in one connection after another.
public final class TcpAcceptor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpAcceptor.class);

  /// Connections that wait for the lane.
  private static final int WAITING_LIMIT = 16;

  private final ServerSocket server;
  private final Lane lane;
  private final Air air;
  private final Consumer<StreamConnection> taker;
  private final Semaphore waiting = new Semaphore(WAITING_LIMIT);
  private volatile boolean closed;

  private TcpAcceptor(ServerSocket server, Lane lane, Air air, Consumer<StreamConnection> taker) {
    this.server = server;
    this.lane = lane;
    this.air = air;
    this.taker = taker;
  }

  /// @param port 0 for any
  /// @param taker gets every connection on the lane, not reading yet
  /// @throws IOException if the port cannot be had
  public static TcpAcceptor listen(int port, Lane lane, Air air, Consumer<StreamConnection> taker)
      throws IOException {
    ServerSocket server = new ServerSocket(port, WAITING_LIMIT, InetAddress.getLoopbackAddress());
    TcpAcceptor acceptor = new TcpAcceptor(server, lane, air, taker);
    Thread.ofVirtual().name("tcp-accept-" + server.getLocalPort()).start(acceptor::accept);
    return acceptor;
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = server.accept();
        waiting.acquireUninterruptibly();
        lane.run(() -> admit(StreamConnection.over(socket, lane, air)));
      } catch (IOException e) {
        if (!closed) {
          LOG.warn("tcp accept failed port={} reason={}", server.getLocalPort(), e.toString());
        }
        return;
      }
    }
  }

  private void admit(StreamConnection connection) {
    waiting.release();
    if (closed || !air.downlink()) {
      connection.abort();
    } else {
      taker.accept(connection);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      LOG.debug("tcp listener close failed reason={}", e.toString());
    }
  }
}
