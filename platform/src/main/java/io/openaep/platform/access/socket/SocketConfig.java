package io.openaep.platform.access.socket;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// Where a stream door listens and what one peer may cost it.
///
/// @param bind addresses to listen on; `::` means all, of both families
/// @param port 0 picks a free one, the same for every address
/// @param connectionLimit open connections of this door; for one more the oldest without a login
///   gives way, and if there is none it is closed at once
/// @param loginTimeout how long a connection may stay open without a login
/// @param unansweredLimit messages of one connection that may wait for the journal; with that many
///   the door stops reading from it
/// @param writeBufferLimitBytes bytes a slow reader may leave unsent; above it the door stops
///   reading from that peer until half of them are gone
/// @param kernelBufferBytes the kernel's buffer each way for a connection; it fills when that is
///   not read
/// @param sweepEvery how often deadlines are looked at; they are met that much late at most
/// @param flood what an address costs that keeps failing to log in
public record SocketConfig(
    List<InetAddress> bind,
    int port,
    int connectionLimit,
    Duration loginTimeout,
    int unansweredLimit,
    int writeBufferLimitBytes,
    int kernelBufferBytes,
    Duration sweepEvery,
    FloodLimit flood) {

  /// Makes an address suspect whose connections keep ending without a login (AEP device protocols,
  /// 3.1: more than 30 times within 60 s, for 2 hours). AEP refuses such an address; here it gets
  /// less time and fewer connections to log in with, because behind a carrier's NAT thousands of
  /// devices share an address: one with the right credentials is never stopped by its address
  /// alone. A login that succeeds does not count.
  ///
  /// @param failures how many are borne within `within`
  /// @param lasts how long the address is suspect
  /// @param loginTimeout how long its connections may stay open without a login
  /// @param strangers how many of them may be open without a login; the oldest gives way
  /// @param addresses how many addresses are remembered; the one longest quiet is forgotten first
  public record FloodLimit(
      int failures,
      Duration within,
      Duration lasts,
      Duration loginTimeout,
      int strangers,
      int addresses) {
    public static final FloodLimit STANDARD =
        new FloodLimit(
            30, Duration.ofSeconds(60), Duration.ofHours(2), Duration.ofSeconds(5), 4, 10_000);

    public FloodLimit {
      requirePositive(failures, "failures");
      requirePositive(strangers, "strangers");
      requirePositive(addresses, "addresses");
    }
  }

  public SocketConfig {
    bind = List.copyOf(bind);
    if (bind.isEmpty()) {
      throw new IllegalArgumentException("no address to listen on");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not in 0…65535");
    }
    requirePositive(connectionLimit, "connectionLimit");
    requirePositive(unansweredLimit, "unansweredLimit");
    requirePositive(writeBufferLimitBytes, "writeBufferLimitBytes");
    requirePositive(kernelBufferBytes, "kernelBufferBytes");
  }

  /// The figures that fit a home or a small city; only addresses and port have no default.
  public static SocketConfig of(List<InetAddress> bind, int port) {
    return new SocketConfig(
        bind,
        port,
        15_000,
        Duration.ofSeconds(30),
        64,
        64 * 1024,
        64 * 1024,
        Duration.ofSeconds(1),
        FloodLimit.STANDARD);
  }

  /// The same figures at another place.
  public SocketConfig at(List<InetAddress> addresses, int otherPort) {
    return new SocketConfig(
        addresses,
        otherPort,
        connectionLimit,
        loginTimeout,
        unansweredLimit,
        writeBufferLimitBytes,
        kernelBufferBytes,
        sweepEvery,
        flood);
  }

  private static void requirePositive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
