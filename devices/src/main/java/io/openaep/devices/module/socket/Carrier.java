package io.openaep.devices.module.socket;

import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.StreamConnection;
import io.openaep.devices.link.TcpAcceptor;
import io.openaep.devices.link.UdpPort;

/// What a socket's bytes go over.
sealed interface Carrier {
  record Stream(StreamConnection connection) implements Carrier {}

  /// UDP towards one peer.
  record Pair(Datagrams datagrams, int localPort) implements Carrier {}

  record Port(UdpPort port) implements Carrier {}

  record Acceptor(TcpAcceptor acceptor) implements Carrier {}

  /// Nothing yet, or nothing any more.
  record None() implements Carrier {}

  default int localPort() {
    return switch (this) {
      case Stream(StreamConnection connection) -> connection.local().getPort();
      case Pair(var _, int localPort) -> localPort;
      case Port(UdpPort port) -> port.port();
      case Acceptor(TcpAcceptor acceptor) -> acceptor.port();
      case None() -> 0;
    };
  }

  default void close() {
    switch (this) {
      case Stream(StreamConnection connection) -> connection.close();
      case Pair(Datagrams datagrams, int _) -> datagrams.close();
      case Port(UdpPort port) -> port.close();
      case Acceptor(TcpAcceptor acceptor) -> acceptor.close();
      case None() -> {}
    }
  }
}
