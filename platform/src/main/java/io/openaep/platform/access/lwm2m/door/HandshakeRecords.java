package io.openaep.platform.access.lwm2m.door;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Tap;
import io.openaep.wire.Bytes;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// The datagrams of DTLS handshakes under way, as they were on the wire. Whose they are is known
/// only when the peer has named its PSK identity, so they are kept until the handshake has come to
/// something and are shown to the trace then, each with the time at which it passed. What comes
/// after a handshake is shown decrypted, by the CoAP layer.
///
/// Bounded in peers, datagrams and bytes (8 MiB in all): a flood makes it forget, never grow.
/// Thread-safe; called on the connectors' threads.
final class HandshakeRecords {
  private static final int PEERS = 1_000;
  private static final int DATAGRAMS_OF_A_PEER = 16;
  private static final int DATAGRAM_BYTES = 512;

  private final Tap tap;
  private final InstantSource clock;
  private final BiFunction<Optional<String>, InetSocketAddress, Tap.Party> owner;

  private final Map<InetSocketAddress, ArrayDeque<Datagram>> byPeer =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<InetSocketAddress, ArrayDeque<Datagram>> eldest) {
          return size() > PEERS;
        }
      };

  private record Datagram(Tap.Direction direction, Instant at, Bytes raw) {}

  /// @param owner whose trace shows a peer: by the PSK identity that it has proven, and its address
  HandshakeRecords(
      Tap tap,
      InstantSource clock,
      BiFunction<Optional<String>, InetSocketAddress, Tap.Party> owner) {
    this.tap = tap;
    this.clock = clock;
    this.owner = owner;
  }

  /// A datagram has come or is about to leave.
  void passed(Tap.Direction direction, DatagramPacket packet) {
    byte[] bytes = packet.getData();
    int size = Math.min(packet.getLength(), DATAGRAM_BYTES);
    if (size == 0
        || !DtlsWords.isOfHandshake(bytes[packet.getOffset()])
        || !(packet.getSocketAddress() instanceof InetSocketAddress peer)) {
      return;
    }
    Bytes raw =
        Bytes.wrap(Arrays.copyOfRange(bytes, packet.getOffset(), packet.getOffset() + size));
    Datagram datagram = new Datagram(direction, clock.instant(), raw);
    synchronized (this) {
      ArrayDeque<Datagram> own = byPeer.computeIfAbsent(peer, _ -> new ArrayDeque<>(8));
      if (own.size() >= DATAGRAMS_OF_A_PEER) {
        own.removeFirst(); // of an attempt that came to nothing: the newest tell of the one now
      }
      own.addLast(datagram);
    }
  }

  /// A handshake has come to nothing: shows what passed with the peer until now as a stranger's,
  /// for anybody can call himself like a device and would push the device's own messages out.
  ///
  /// @param claimed what the peer called itself
  /// @param fate of the newest datagram that came from it
  void failed(InetSocketAddress peer, Optional<String> claimed, String fate) {
    show(peer, Tap.Party.Stranger.of(claimed.orElse(""), Remotes.text(peer)), fate);
  }

  /// A handshake is done: shows what passed with the peer until now.
  ///
  /// @param identity what the peer has proven to be
  void done(InetSocketAddress peer, Optional<String> identity) {
    show(peer, owner.apply(identity, peer), "handshake done");
  }

  private void show(InetSocketAddress peer, Tap.Party party, String fate) {
    ArrayDeque<Datagram> own;
    synchronized (this) {
      own = byPeer.remove(peer);
    }
    if (own == null || !tap.looksAt(party)) {
      return;
    }
    Tap.Seen newest = Tap.Seen.FORGOTTEN;
    for (Datagram datagram : own) {
      Tap.Seen seen = show(party, peer, datagram);
      if (datagram.direction() == Tap.Direction.IN) {
        newest = seen;
      }
    }
    newest.became(fate);
  }

  private Tap.Seen show(Tap.Party party, InetSocketAddress peer, Datagram datagram) {
    Bytes raw = datagram.raw();
    Instant at = datagram.at();
    return tap.passed(
        party,
        new Tap.Message(
            datagram.direction(),
            Door.LWM2MS,
            Remotes.text(peer),
            raw,
            () -> "DTLS " + DtlsWords.of(raw) + " at " + at));
  }
}
