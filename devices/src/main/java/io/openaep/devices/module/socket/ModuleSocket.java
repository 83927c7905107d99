package io.openaep.devices.module.socket;

import java.net.InetSocketAddress;
import java.util.Optional;

/// One connection as the AT port knows it. On the loop.
final class ModuleSocket {
  /// `<socket_state>` of `QISTATE`.
  enum State {
    OPENING(1),
    CONNECTED(2),
    LISTENING(3),
    CLOSING(4);

    private final int number;

    State(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  final int id;
  final int context;
  final ServiceType type;

  /// The listener that let it in; 0 for all others.
  final int serverId;

  final ReceiveBuffer buffer = new ReceiveBuffer();
  AccessMode mode;
  State state = State.OPENING;
  Carrier carrier = new Carrier.None();
  Optional<InetSocketAddress> remote = Optional.empty();
  Optional<TransparentSocket> transparent = Optional.empty();

  /// Gives up an attempt to connect.
  Runnable cancel = () -> {};

  private long sentBytes;

  ModuleSocket(int id, int context, ServiceType type, int serverId, AccessMode mode) {
    this.id = id;
    this.context = context;
    this.type = type;
    this.serverId = serverId;
    this.mode = mode;
  }

  void sent(int bytes) {
    sentBytes += bytes;
  }

  long sentBytes() {
    return sentBytes;
  }

  /// The host took so many received bytes: as many more may come.
  void consumed(int bytes) {
    if (carrier instanceof Carrier.Stream(var connection)) {
      connection.consumed(bytes);
    }
  }

  /// As `QISTATE` prints it.
  String line() {
    String address = remote.map(r -> r.getAddress().getHostAddress()).orElse("0.0.0.0");
    int port = remote.map(InetSocketAddress::getPort).orElse(0);
    return "+QISTATE: %d,\"%s\",\"%s\",%d,%d,%d,%d,%d,%d,\"uart1\""
        .formatted(
            id,
            type.text(),
            address,
            port,
            carrier.localPort(),
            state.number(),
            context,
            serverId,
            mode.number());
  }
}
