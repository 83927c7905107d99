package io.openaep.platform.push.post;

import io.openaep.platform.push.post.Addresses.Unreachable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Posts over HTTP/1.1 and keeps connections for the next message. Of our own rather than the JDK's
/// client, because that one resolves the name a second time when it connects (so a name server
/// could answer the check with one address and the connection with another), and because it costs
/// several times as much a message. Blocks the calling virtual thread; an alarm thread of its own,
/// named `push-deadlines`, closes what takes too long. Thread-safe.
public final class HttpPoster implements Poster, AutoCloseable {
  private static final int KEPT_PER_DESTINATION = 32;
  private static final int KEPT_DESTINATIONS = 2_000;

  private final PostSettings settings;
  private final Addresses addresses;
  private final SSLSocketFactory tls;
  private final ConcurrentHashMap<String, ConcurrentLinkedDeque<HttpConnection>> idle =
      new ConcurrentHashMap<>();
  private final Set<Attempt> underWay = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor alarms;
  private volatile boolean closed;

  /// @throws IllegalArgumentException with a sentence if the settings name a file that is of no use
  public HttpPoster(PostSettings settings, Addresses addresses) {
    this.settings = settings;
    this.addresses = addresses;
    this.tls = Trust.context(settings.trustedCertificates()).getSocketFactory();
    this.alarms =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("push-deadlines").daemon().factory());
    alarms.setRemoveOnCancelPolicy(true);
    long everyMs = Math.max(settings.idle().toMillis(), 100);
    var _ = alarms.scheduleWithFixedDelay(this::dropIdle, everyMs, everyMs, TimeUnit.MILLISECONDS);
  }

  @Override
  public Outcome post(Destination to, byte[] body) {
    if (closed) {
      return new Outcome.Failed("the platform stops");
    }
    Attempt attempt = new Attempt();
    underWay.add(attempt);
    try {
      return posted(to, body, attempt);
    } catch (RejectedExecutionException e) {
      return new Outcome.Failed("the platform stops");
    } finally {
      underWay.remove(attempt);
    }
  }

  private Outcome posted(Destination to, byte[] body, Attempt attempt) {
    Future<?> alarm =
        alarms.schedule(attempt::expire, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    try {
      return exchange(to, body, attempt);
    } catch (Unreachable e) {
      return new Outcome.Failed(e.reason());
    } catch (IOException e) {
      return new Outcome.Failed(
          attempt.expired()
              ? "no answer within " + settings.timeout().toMillis() + " ms"
              : words(e));
    } finally {
      boolean _ = alarm.cancel(false);
    }
  }

  private Outcome exchange(Destination to, byte[] body, Attempt attempt)
      throws IOException, Unreachable {
    for (HttpConnection kept = take(to); kept != null; kept = take(to)) {
      try {
        return over(kept, to, body, attempt);
      } catch (IOException e) {
        if (!kept.wasStale() || attempt.expired()) {
          throw e;
        }
        // Closed by the receiver while it was idle: nothing was lost but this connection.
      }
    }
    return over(connect(to, attempt), to, body, attempt);
  }

  private Outcome over(HttpConnection connection, Destination to, byte[] body, Attempt attempt)
      throws IOException {
    boolean reusable = false;
    attempt.holds(connection::abort);
    try {
      HttpConnection.Answer answer = connection.exchange(to, body);
      reusable = answer.reusable() && attempt.finished();
      return answer.status() == 200
          ? new Outcome.Accepted()
          : new Outcome.Answered(answer.status());
    } finally {
      if (reusable) {
        keep(to, connection);
      } else {
        connection.abort();
      }
    }
  }

  private HttpConnection connect(Destination to, Attempt attempt) throws IOException, Unreachable {
    IOException last = new IOException("not connected");
    List<InetAddress> candidates = addresses.of(to.host());
    for (InetAddress address : candidates) {
      Socket raw = new Socket();
      boolean connected = false;
      attempt.holds(() -> close(raw));
      try {
        raw.setTcpNoDelay(true);
        raw.connect(
            new InetSocketAddress(address, to.port()),
            Math.toIntExact(settings.connectTimeout().toMillis()));
        HttpConnection connection =
            new HttpConnection(
                raw, to.encrypted() ? encrypt(raw, to) : raw, settings.answerLimitBytes());
        connected = true;
        return connection;
      } catch (IOException e) {
        last = e;
        if (attempt.expired()) {
          throw e;
        }
      } finally {
        if (!connected) {
          close(raw);
        }
      }
    }
    throw last;
  }

  /// TLS with the name of the URL checked against the certificate (RFC 9110, 4.3.4).
  private SSLSocket encrypt(Socket raw, Destination to) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(raw, to.host(), to.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private @Nullable HttpConnection take(Destination to) {
    ConcurrentLinkedDeque<HttpConnection> kept = idle.get(to.url());
    if (kept == null) {
      return null;
    }
    long now = System.nanoTime();
    for (HttpConnection next = kept.pollFirst(); next != null; next = kept.pollFirst()) {
      if (now - next.idleSince() < settings.idle().toNanos()) {
        return next;
      }
      next.abort();
    }
    return null;
  }

  private void keep(Destination to, HttpConnection connection) {
    connection.idleSince(System.nanoTime());
    if (closed || idle.size() >= KEPT_DESTINATIONS && !idle.containsKey(to.url())) {
      connection.abort();
      return;
    }
    var _ =
        idle.compute(
            to.url(),
            (_, known) -> {
              var kept = known == null ? new ConcurrentLinkedDeque<HttpConnection>() : known;
              kept.addFirst(connection);
              if (kept.size() > KEPT_PER_DESTINATION) {
                abort(kept.pollLast());
              }
              return kept;
            });
  }

  private static void abort(@Nullable HttpConnection connection) {
    if (connection != null) {
      connection.abort();
    }
  }

  private void dropIdle() {
    long now = System.nanoTime();
    for (String url : idle.keySet()) {
      var _ = idle.computeIfPresent(url, (_, kept) -> dropIdle(kept, now));
    }
  }

  private @Nullable ConcurrentLinkedDeque<HttpConnection> dropIdle(
      ConcurrentLinkedDeque<HttpConnection> kept, long now) {
    for (HttpConnection last = kept.peekLast();
        last != null && now - last.idleSince() >= settings.idle().toNanos();
        last = kept.peekLast()) {
      if (kept.remove(last)) {
        last.abort();
      }
    }
    return kept.isEmpty() ? null : kept;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone all the same.
    }
  }

  private static String words(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> "could not connect in time";
      case SSLException _ -> "TLS failed: " + e.getMessage();
      default -> String.valueOf(e.getMessage());
    };
  }

  /// Lets go of every connection; what is under way fails.
  @Override
  public void close() {
    closed = true;
    alarms.shutdownNow();
    underWay.forEach(Attempt::expire);
    idle.values().forEach(kept -> kept.forEach(HttpConnection::abort));
    idle.clear();
    addresses.close();
  }

  /// What an alarm must end: the socket that the attempt holds just then.
  private static final class Attempt {
    private volatile Runnable held = Attempt::nothing;
    private final AtomicBoolean late = new AtomicBoolean();

    void holds(Runnable end) throws IOException {
      held = end;
      if (late.get()) {
        end.run();
        throw new IOException("too late");
      }
    }

    void expire() {
      late.set(true);
      held.run();
    }

    /// @return whether the alarm has not gone off and will do nothing any more
    boolean finished() {
      held = Attempt::nothing;
      return !late.get();
    }

    private static void nothing() {}

    boolean expired() {
      return late.get();
    }
  }
}
