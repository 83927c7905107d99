package io.openaep.devices.link;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens {@link StreamConnection}s: by TCP, and with TLS over it where asked for. Each attempt has
/// a virtual thread; all methods are called on the lane.
public final class StreamConnector {
  private static final Logger LOG = LoggerFactory.getLogger(StreamConnector.class);

  private final Lane lane;
  private final Air air;
  private final Optional<TlsSettings> tls;

  public StreamConnector(Lane lane, Air air, Optional<TlsSettings> tls) {
    this.lane = lane;
    this.air = air;
    this.tls = tls;
  }

  /// How an attempt ended.
  public sealed interface Result {
    /// Not reading yet: {@link StreamConnection#start} is next.
    record Open(StreamConnection connection) implements Result {}

    record Failed(Failure failure) implements Result {}
  }

  public enum Failure {
    /// The wanted local port cannot be had.
    LOCAL_PORT,
    /// The peer refused, cannot be reached, or broke off the TLS handshake.
    REFUSED,
    TIMEOUT
  }

  /// An attempt that can be given up.
  public static final class Attempt {
    private final Socket socket = new Socket();
    private boolean over;

    private Attempt() {}

    /// Gives it up; nothing is told any more.
    public void cancel() {
      over = true;
      closeQuietly(socket);
    }
  }

  /// Begins to connect.
  ///
  /// @param address resolved
  /// @param localPort 0 for any
  /// @param timeout of TCP; TLS has its own
  /// @param then told on the lane, unless the attempt is cancelled
  public Attempt connect(
      InetSocketAddress address, int localPort, Duration timeout, Consumer<Result> then) {
    Attempt attempt = new Attempt();
    if (!air.uplink()) {
      lane.run(() -> end(attempt, new Result.Failed(Failure.TIMEOUT), then));
      return attempt;
    }
    Thread.ofVirtual()
        .name("stream-connect-" + address)
        .start(() -> {
          Result result = open(attempt.socket, address, localPort, timeout);
          lane.run(() -> end(attempt, result, then));
        });
    return attempt;
  }

  private void end(Attempt attempt, Result result, Consumer<Result> then) {
    if (attempt.over) {
      if (result instanceof Result.Open(StreamConnection connection)) {
        connection.abort();
      }
      return;
    }
    attempt.over = true;
    if (result instanceof Result.Open) {
      air.downlink();
    }
    then.accept(result);
  }

  private Result open(Socket socket, InetSocketAddress address, int localPort, Duration timeout) {
    try {
      socket.setTcpNoDelay(true);
      if (localPort > 0) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(localPort));
      }
    } catch (IOException e) {
      closeQuietly(socket);
      return new Result.Failed(Failure.LOCAL_PORT);
    }
    try {
      socket.connect(address, Math.toIntExact(timeout.toMillis()));
      Socket secured = tls.isPresent() ? tls.get().handshake(socket, address) : socket;
      return new Result.Open(StreamConnection.over(secured, lane, air));
    } catch (IOException e) {
      LOG.debug("connect failed peer={} reason={}", address, e.toString());
      closeQuietly(socket);
      return new Result.Failed(failure(e));
    }
  }

  private static Failure failure(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return Failure.TIMEOUT;
    }
    return e instanceof BindException ? Failure.LOCAL_PORT : Failure.REFUSED;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("close failed reason={}", e.toString());
    }
  }
}
