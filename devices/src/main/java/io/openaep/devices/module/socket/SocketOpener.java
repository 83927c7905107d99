package io.openaep.devices.module.socket;

import io.openaep.devices.link.AirDatagrams;
import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.Impairment;
import io.openaep.devices.link.NameLookup;
import io.openaep.devices.link.StreamConnector;
import io.openaep.devices.link.TcpAcceptor;
import io.openaep.devices.link.UdpDatagrams;
import io.openaep.devices.link.UdpPort;
import io.openaep.devices.module.baseband.Baseband;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens sockets of every type (AT reference, 9.2). On the loop.
final class SocketOpener {
  private static final Logger LOG = LoggerFactory.getLogger(SocketOpener.class);

  private final Baseband module;
  private final Sockets sockets;

  SocketOpener(Baseband module, Sockets sockets) {
    this.module = module;
    this.sockets = sockets;
  }

  /// @param host a name or an address; without meaning for types that wait for others
  /// @param localPort 0 for any
  record Wish(String host, int port, int localPort, Duration timeout) {}

  /// Begins to open `socket`, which is in the table already. If that fails it is taken out again.
  ///
  /// @param then told later on the loop, with the error or {@link SocketError#NONE}
  void open(ModuleSocket socket, Wish wish, Consumer<SocketError> then) {
    switch (socket.type) {
      case TCP, UDP -> {
        Optional<InetSocketAddress> destination =
            module.settings().destinations().of(wish.host(), wish.port());
        if (destination.isEmpty()) {
          module.loop().run(() -> end(socket, SocketError.CONNECT_FAILED, then));
        } else {
          NameLookup.resolve(
              destination.get(), module.loop(), found -> found(socket, wish, found, then));
        }
      }
      case LISTENER, SERVICE, INCOMING ->
          module.loop().run(() -> end(socket, listen(socket, wish.localPort()), then));
    }
  }

  private boolean gone(ModuleSocket socket) {
    return sockets.find(socket.id).filter(s -> s == socket).isEmpty();
  }

  private void found(
      ModuleSocket socket,
      Wish wish,
      Optional<InetSocketAddress> address,
      Consumer<SocketError> then) {
    if (gone(socket)) {
      return;
    }
    if (address.isEmpty()) {
      end(socket, SocketError.DNS_FAILED, then);
    } else if (socket.type == ServiceType.TCP) {
      StreamConnector.Attempt attempt =
          new StreamConnector(module.loop(), module.radio(), Optional.empty())
              .connect(
                  address.get(),
                  wish.localPort(),
                  wish.timeout(),
                  result -> connected(socket, result, then));
      socket.cancel = attempt::cancel;
    } else {
      end(socket, pair(socket, address.get(), wish.localPort()), then);
    }
  }

  private void connected(
      ModuleSocket socket, StreamConnector.Result result, Consumer<SocketError> then) {
    switch (result) {
      case StreamConnector.Result.Open(var connection) -> {
        sockets.carry(socket, connection);
        end(socket, SocketError.NONE, then);
      }
      case StreamConnector.Result.Failed(StreamConnector.Failure failure) ->
          end(
              socket,
              switch (failure) {
                case LOCAL_PORT -> SocketError.BIND_FAILED;
                case REFUSED -> SocketError.CONNECT_FAILED;
                case TIMEOUT -> SocketError.TIMEOUT;
              },
              then);
    }
  }

  private SocketError pair(ModuleSocket socket, InetSocketAddress address, int localPort) {
    try {
      var settings = module.settings();
      UdpDatagrams udp = UdpDatagrams.open(address, localPort, module.loop());
      Impairment impairment =
          new Impairment(settings.lossPercent(), settings.roundTrip(), settings.seed());
      Datagrams overRadio = new AirDatagrams(impairment.over(udp, module.loop()), module.radio());
      overRadio.receiver(data -> sockets.received(socket, data, Optional.empty()));
      socket.carrier = new Carrier.Pair(overRadio, udp.localAddress().getPort());
      socket.remote = Optional.of(address);
      socket.state = ModuleSocket.State.CONNECTED;
      return SocketError.NONE;
    } catch (IOException e) {
      LOG.info("device={} event=udp-refused reason={}", module.settings().imei(), e.toString());
      return e instanceof BindException ? SocketError.BIND_FAILED : SocketError.CONNECT_FAILED;
    }
  }

  private SocketError listen(ModuleSocket socket, int localPort) {
    try {
      if (socket.type == ServiceType.LISTENER) {
        socket.carrier =
            new Carrier.Acceptor(
                TcpAcceptor.listen(
                    localPort,
                    module.loop(),
                    module.radio(),
                    connection -> sockets.incoming(socket, connection)));
        socket.state = ModuleSocket.State.LISTENING;
      } else {
        socket.carrier =
            new Carrier.Port(
                UdpPort.open(
                    localPort,
                    module.loop(),
                    module.radio(),
                    (from, data) -> sockets.received(socket, data, Optional.of(from))));
        socket.state = ModuleSocket.State.CONNECTED;
      }
      return SocketError.NONE;
    } catch (IOException e) {
      LOG.info("device={} event=listen-refused reason={}", module.settings().imei(), e.toString());
      return SocketError.PORT_BUSY;
    }
  }

  private void end(ModuleSocket socket, SocketError error, Consumer<SocketError> then) {
    if (gone(socket)) {
      return;
    }
    if (error != SocketError.NONE) {
      sockets.drop(socket);
    }
    sockets.lastError(error);
    then.accept(error);
  }
}
