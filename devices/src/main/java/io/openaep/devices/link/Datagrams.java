package io.openaep.devices.link;

import io.openaep.wire.Bytes;

/// A way to one peer for whole datagrams. Layers stack: a socket, an impairment, the radio, DTLS.
/// Both directions run on the device's {@link Lane}.
public interface Datagrams extends AutoCloseable {
  /// Sends one datagram, or loses it without a word, as UDP does. Without effect once closed.
  void send(Bytes datagram);

  /// Names who takes what comes; called once, before anything is delivered.
  void receiver(Receiver receiver);

  /// Ends the layers below too. May be called twice; nothing is delivered afterwards.
  @Override
  void close();

  /// Takes one datagram that has come, on the lane.
  @FunctionalInterface
  interface Receiver {
    void received(Bytes datagram);
  }
}
