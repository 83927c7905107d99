package io.openaep.platform.access.lwm2m;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// The LwM2M doors' figures.
///
/// @param bind addresses to listen on; `::` means all, of both families
/// @param plainPort CoAP without security; 0 picks a free one, empty closes the door
/// @param dtlsPort the same for CoAP over DTLS
/// @param limits what peers can make grow
/// @param times how long things take
public record Lwm2mConfig(
    List<InetAddress> bind,
    OptionalInt plainPort,
    OptionalInt dtlsPort,
    Limits limits,
    Times times) {

  /// @param registrations devices registered at once; one more gets 5.03
  /// @param registrationsPerMinute of one device from one address; one more gets 5.03
  /// @param pendingAppends messages that may wait for the journal; one more is not taken and the
  ///   device sends again
  /// @param rememberedMessages a socket recognises repeated messages among so many
  /// @param backlog received messages that may wait for their turn; above it the doors stop reading
  /// @param bodyBytes the largest body put together from blocks
  /// @param objectListBytes the largest list of objects in a registration
  /// @param blockTransfers block-wise transfers at once a socket, each of which may hold a body
  /// @param dtlsSessions sessions kept; beyond it the ones idle longest give way
  /// @param dtlsHandshakes unfinished at once; beyond it the oldest gives way
  /// @param receiveBufferBytes of each socket, as far as the system grants it
  public record Limits(
      int registrations,
      int registrationsPerMinute,
      int pendingAppends,
      int rememberedMessages,
      int backlog,
      int bodyBytes,
      int objectListBytes,
      int blockTransfers,
      int dtlsSessions,
      int dtlsHandshakes,
      int receiveBufferBytes) {

    public static final Limits STANDARD =
        new Limits(
            200_000, 30, 10_000, 250_000, 20_000, 65_536, 4_096, 500, 200_000, 5_000, 4 << 20);

    public Limits {
      requirePositive(registrations, "registrations");
      requirePositive(registrationsPerMinute, "registrationsPerMinute");
      requirePositive(pendingAppends, "pendingAppends");
      requirePositive(rememberedMessages, "rememberedMessages");
      requirePositive(backlog, "backlog");
      requirePositive(bodyBytes, "bodyBytes");
      requirePositive(objectListBytes, "objectListBytes");
      requirePositive(blockTransfers, "blockTransfers");
      requirePositive(dtlsSessions, "dtlsSessions");
      requirePositive(dtlsHandshakes, "dtlsHandshakes");
      requirePositive(receiveBufferBytes, "receiveBufferBytes");
    }

    private static void requirePositive(int value, String name) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, not " + value);
      }
    }
  }

  /// @param defaultLifetime of a registration that names none (LwM2M 1.0, 5.3.1: 86,400 s)
  /// @param ackTimeout before the first retransmission of a request of ours (RFC 7252, 4.8)
  /// @param maxRetransmit how often it is sent again (RFC 7252, 4.8)
  /// @param separateAnswer how long the answer to an acknowledged request may take (RFC 7252,
  ///   4.8.2: MAX_TRANSMIT_WAIT)
  /// @param storing how long a request may wait for the journal before it is answered 5.03; well
  ///   below the 93 s after which the device gives up
  /// @param retryAfter what the Max-Age of such an answer tells the device
  /// @param held how long an unfinished block-wise notification is kept
  /// @param dtlsStaleAfter how long a DTLS session must be idle before it may give way to another
  /// @param dtlsResumable how long a DTLS session may be resumed, also after a restart (RFC 5246,
  ///   F.1.4)
  /// @param tick how often lifetimes are looked at; they are met that much late at most
  public record Times(
      Duration defaultLifetime,
      Duration ackTimeout,
      int maxRetransmit,
      Duration separateAnswer,
      Duration storing,
      Duration retryAfter,
      Duration held,
      Duration dtlsStaleAfter,
      Duration dtlsResumable,
      Duration tick) {

    public static final Times STANDARD =
        new Times(
            Duration.ofSeconds(86_400),
            Duration.ofSeconds(2),
            4,
            Duration.ofSeconds(93),
            Duration.ofSeconds(45),
            Duration.ofSeconds(30),
            Duration.ofSeconds(40),
            Duration.ofMinutes(30),
            Duration.ofHours(24),
            Duration.ofSeconds(1));
  }

  public Lwm2mConfig {
    bind = List.copyOf(bind);
    if (bind.isEmpty()) {
      throw new IllegalArgumentException("no address to listen on");
    }
    requirePort(plainPort);
    requirePort(dtlsPort);
  }

  /// The standard figures; only addresses and ports have no default.
  public static Lwm2mConfig of(
      List<InetAddress> bind, OptionalInt plainPort, OptionalInt dtlsPort) {
    return new Lwm2mConfig(bind, plainPort, dtlsPort, Limits.STANDARD, Times.STANDARD);
  }

  private static void requirePort(OptionalInt port) {
    if (port.isPresent() && (port.getAsInt() < 0 || port.getAsInt() > 65_535)) {
      throw new IllegalArgumentException("port " + port.getAsInt() + " is not in 0…65535");
    }
  }
}
