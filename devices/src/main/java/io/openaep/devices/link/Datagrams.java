package io.openaep.devices.link;

import io.openaep.wire.Bytes;

/// A way to one peer for whole datagrams. Layers stack: a socket, an impairment, the radio, DTLS.
/// Both directions run on the device's {@link Lane}.
public interface Datagrams extends AutoCloseable {
  /// Sends one datagram, or loses it without a word, as UDP does. Without effect once closed.
  void send(Bytes datagram);

  /// Names who takes what comes; called once, before anything is delivered.
  void receiver(Receiver receiver);

  /// The layer above has sent for a long time and heard nothing: where that can be the fault of a
  /// session that the peer has lost, the next datagram begins a new one.
  default void unheard() {}

  /// Ends the layers below too. May be called twice; nothing is delivered afterwards.
  @Override
  void close();

  /// Takes one datagram that has come, on the lane.
  @FunctionalInterface
  interface Receiver {
    void received(Bytes datagram);
  }
}
