package io.openaep.platform.push.post;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds the addresses of a host and keeps only those that may be pushed to. Names are looked up on
/// a few threads of their own, because the system's resolver blocks a whole thread and one slow
/// name server must not hold up the other receivers. Thread-safe.
public final class Addresses implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int WAITING = 256;

  private final AddressGuard guard;
  private final Lookup lookup;
  private final Duration patience;
  private final ExecutorService resolvers;

  /// The system's resolver, or a test's.
  @FunctionalInterface
  public interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  public Addresses(AddressGuard guard, Lookup lookup, Duration patience) {
    this.guard = guard;
    this.lookup = lookup;
    this.patience = patience;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("push-resolver-", 1).daemon().factory());
    pool.allowCoreThreadTimeOut(true);
    this.resolvers = pool;
  }

  /// The addresses that may be connected to, at least one.
  ///
  /// @throws Unreachable with a sentence
  public List<InetAddress> of(String host) throws Unreachable {
    List<InetAddress> all = Arrays.asList(resolve(host));
    List<InetAddress> allowed = new ArrayList<>(all);
    allowed.removeIf(it -> !guard.allows(it));
    if (allowed.isEmpty()) {
      throw new Unreachable(true, AddressGuard.refusal(host, all.getFirst()));
    }
    return allowed;
  }

  private InetAddress[] resolve(String host) throws Unreachable {
    Future<InetAddress[]> found;
    try {
      found = resolvers.submit(() -> lookup.all(host));
    } catch (RejectedExecutionException e) {
      throw new Unreachable(false, "too many names wait to be looked up");
    }
    try {
      return found.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      boolean _ = found.cancel(true);
      throw new Unreachable(false, "the name " + host + " could not be looked up in time");
    } catch (ExecutionException e) {
      throw new Unreachable(false, "there is no host " + host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(false, "the platform stops");
    }
  }

  @Override
  public void close() {
    resolvers.shutdownNow();
  }

  /// No address that may be connected to.
  public static final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean forbidden;

    Unreachable(boolean forbidden, String reason) {
      super(reason);
      this.forbidden = forbidden;
    }

    /// Whether there are addresses, but none that may be used.
    public boolean forbidden() {
      return forbidden;
    }

    public String reason() {
      return String.valueOf(getMessage());
    }
  }
}
