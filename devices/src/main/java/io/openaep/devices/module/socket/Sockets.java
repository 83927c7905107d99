package io.openaep.devices.module.socket;

import io.openaep.devices.link.StreamConnection;
import io.openaep.devices.link.StreamListener;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.BearerListener;
import io.openaep.devices.module.baseband.RadioListener;
import io.openaep.wire.Bytes;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The open sockets and what the host hears of them (AT reference, 9.4). On the loop.
final class Sockets implements BearerListener, RadioListener {
  /// Connections are numbered from 0 to this.
  static final int LAST_ID = 11;

  private final Baseband module;
  private final SocketOptions options;
  private final Map<Integer, ModuleSocket> byId = new TreeMap<>();
  private SocketError lastError = SocketError.NONE;

  Sockets(Baseband module, SocketOptions options) {
    this.module = module;
    this.options = options;
    module.radio().listen((BearerListener) this);
    module.radio().listen((RadioListener) this);
  }

  Optional<ModuleSocket> find(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// The socket, if it can carry data now.
  Optional<ModuleSocket> connected(int id) {
    return find(id).filter(socket -> socket.state == ModuleSocket.State.CONNECTED);
  }

  Collection<ModuleSocket> all() {
    return List.copyOf(byId.values());
  }

  void add(ModuleSocket socket) {
    byId.put(socket.id, socket);
  }

  SocketError lastError() {
    return lastError;
  }

  void lastError(SocketError error) {
    lastError = error;
  }

  /// Takes a socket out of the table and closes what it has, without a code.
  void drop(ModuleSocket socket) {
    byId.remove(socket.id, socket);
    socket.cancel.run();
    socket.carrier.close();
    socket.carrier = new Carrier.None();
    socket.transparent.ifPresent(TransparentSocket::over);
    if (socket.type == ServiceType.LISTENER) {
      all().stream()
          .filter(s -> s.type == ServiceType.INCOMING && s.serverId == socket.id)
          .forEach(this::drop);
    }
  }

  private void dropAll(Predicate<ModuleSocket> which) {
    all().stream().filter(which).forEach(this::drop);
  }

  // What comes.

  /// Lets a stream's data in.
  void carry(ModuleSocket socket, StreamConnection connection) {
    socket.carrier = new Carrier.Stream(connection);
    socket.remote = Optional.of(connection.remote());
    socket.state = ModuleSocket.State.CONNECTED;
    connection.start(
        new StreamListener() {
          @Override
          public void received(Bytes data) {
            Sockets.this.received(socket, data, Optional.empty());
          }

          @Override
          public void closed() {
            Sockets.this.closed(socket);
          }
        });
  }

  /// A connection that a listener let in gets the lowest free number.
  void incoming(ModuleSocket listener, StreamConnection connection) {
    Optional<Integer> free = freeId();
    if (!options.accept || free.isEmpty()) {
      connection.abort();
      if (options.accept) {
        print("+QIURC: \"incoming full\"");
      }
      return;
    }
    AccessMode mode = listener.mode == AccessMode.TRANSPARENT ? AccessMode.PUSH : listener.mode;
    ModuleSocket socket =
        new ModuleSocket(free.get(), listener.context, ServiceType.INCOMING, listener.id, mode);
    add(socket);
    InetSocketAddress peer = connection.remote();
    print(
        "+QIURC: \"incoming\","
            + socket.id
            + ","
            + listener.id
            + ",\""
            + peer.getAddress().getHostAddress()
            + "\","
            + peer.getPort());
    carry(socket, connection);
  }

  private Optional<Integer> freeId() {
    for (int id = 0; id <= LAST_ID; id++) {
      if (!byId.containsKey(id)) {
        return Optional.of(id);
      }
    }
    return Optional.empty();
  }

  /// @param from the sender, where a socket has many
  void received(ModuleSocket socket, Bytes data, Optional<InetSocketAddress> from) {
    if (socket.mode == AccessMode.PUSH) {
      push(socket, new ReceiveBuffer.Piece(data, from));
    } else if (socket.transparent.isPresent() && socket.transparent.get().write(data)) {
      socket.consumed(data.size());
    } else if (socket.buffer.add(new ReceiveBuffer.Piece(data, from)) && socket.buffer.tell()) {
      String code = "+QIURC: \"recv\"," + socket.id;
      print(options.lengthInCode ? code + "," + data.size() : code);
    }
  }

  private void push(ModuleSocket socket, ReceiveBuffer.Piece piece) {
    String header = "+QIURC: \"recv\"," + socket.id + "," + piece.data().size();
    String sender =
        piece
            .from()
            .map(f -> ",\"" + f.getAddress().getHostAddress() + "\"," + f.getPort())
            .orElse("");
    print(options.received(header + sender, piece.data()));
    socket.consumed(piece.data().size());
  }

  /// Prints what is in the buffer: the socket is in push mode, or its host has come back.
  void flush(ModuleSocket socket) {
    while (!socket.buffer.isEmpty()) {
      ReceiveBuffer.Piece piece =
          socket.buffer.readDatagram(ReceiveBuffer.LIMIT_BYTES).orElseThrow();
      if (socket.transparent.isPresent() && socket.transparent.get().write(piece.data())) {
        socket.consumed(piece.data().size());
      } else {
        push(socket, piece);
      }
    }
  }

  /// The peer ended the connection. The socket stays until the host closes it, to be read.
  private void closed(ModuleSocket socket) {
    socket.state = ModuleSocket.State.CLOSING;
    boolean passing = socket.transparent.map(TransparentSocket::isJoined).orElse(false);
    socket.transparent.ifPresent(TransparentSocket::over);
    if (!passing) {
      print("+QIURC: \"closed\"," + socket.id);
    }
    if (options.freeWhenClosed || passing) {
      drop(socket);
    }
  }

  private void print(String code) {
    module.urcs().send(code);
  }

  // What the ground does.

  /// `+QIURC: "pdpdeact"` is printed for the context.
  @Override
  public void detached() {
    dropAll(_ -> true);
  }

  @Override
  public void deactivated(int context) {
    dropAll(socket -> socket.context == context);
  }

  @Override
  public void powerLost() {
    for (ModuleSocket socket : new ArrayList<>(byId.values())) {
      if (socket.carrier instanceof Carrier.Stream(StreamConnection connection)) {
        connection.abort();
      }
      socket.transparent = Optional.empty();
      drop(socket);
    }
  }

  @Override
  public void psmLeft() {
    wake();
  }

  @Override
  public void registrationChanged() {
    wake();
  }

  private void wake() {
    for (ModuleSocket socket : all()) {
      if (socket.carrier instanceof Carrier.Stream(StreamConnection connection)) {
        connection.awake();
      }
    }
  }
}
