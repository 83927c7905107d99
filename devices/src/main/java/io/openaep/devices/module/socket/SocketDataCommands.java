package io.openaep.devices.module.socket;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.at.DataRequest;
import io.openaep.devices.at.DataResult;
import io.openaep.devices.at.Octets;
import io.openaep.devices.link.StreamConnection;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.wire.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Optional;

/// Sending and reading (AT reference, 9.3, 9.4).
final class SocketDataCommands implements CommandGroup {
  private static final int PROMPT_LIMIT_BYTES = 1460;
  private static final int HEX_LIMIT_BYTES = 512;
  private static final int READ_LIMIT_BYTES = 1500;

  /// What a module tells at most about the room in its send buffer.
  private static final int SHOWN_FREE_BYTES = 10240;

  private final Baseband module;
  private final SocketOptions options;
  private final Sockets sockets;

  SocketDataCommands(Baseband module, SocketOptions options, Sockets sockets) {
    this.module = module;
    this.options = options;
    this.sockets = sockets;
  }

  @Override
  public void register(CommandTable table) {
    // AT+QISEND=<id>[,<len>[,"<data>" | ,"<ip>",<port>]] → prompt, or OK and SEND OK for data
    // inline
    table.vendor("+QISEND").test("(0-11),(0-1460)").write(this::send);
    // AT+QISENDEX=<id>,<hex> → SEND OK
    table
        .vendor("+QISENDEX")
        .test("(0-11),<hex>")
        .write(values -> {
          values.atMost(2);
          return sendHex(values, 1);
        });
    // AT+QISENDHEX=<id>,<len>,<hex> and =<id>,<hex> → SEND OK
    table.vendor("+QISENDHEX").test("(0-11),(1-512),<hex>").write(this::sendHexOfLength);
    // AT+QIRD=<id>[,<max>] → +QIRD: <n> and the data; ,0 → +QIRD: <total>,<read>,<unread>
    table.vendor("+QIRD").test("(0-11),(0-1500)").write(this::read);
  }

  private ModuleSocket connected(AtArguments values) throws AtException {
    int id = values.number(0, 0, Sockets.LAST_ID);
    Optional<ModuleSocket> socket = sockets.connected(id);
    if (socket.isEmpty()) {
      sockets.lastError(SocketError.NOT_ALLOWED);
      throw AtException.range("socket " + id + " is not connected");
    }
    return socket.get();
  }

  private AtReply send(AtArguments values) throws AtException {
    ModuleSocket socket = connected(values);
    if (values.count() == 1) {
      needsNoAddress(socket);
      return prompt(socket, new DataRequest.Size.UntilCtrlZ(PROMPT_LIMIT_BYTES), Optional.empty());
    }
    int length = values.number(1, 0, PROMPT_LIMIT_BYTES);
    if (length == 0) {
      values.atMost(2);
      return AtReply.ok("+QISEND: " + counters(socket));
    }
    Optional<InetAddress> address = values.count() == 4 ? address(values) : Optional.empty();
    if (address.isPresent()) {
      InetSocketAddress to = new InetSocketAddress(address.get(), values.number(3, 1, 65535));
      return prompt(socket, new DataRequest.Size.Fixed(length), Optional.of(to));
    }
    needsNoAddress(socket);
    return values.count() == 2
        ? prompt(socket, new DataRequest.Size.Fixed(length), Optional.empty())
        : inline(socket, length, values);
  }

  private static void needsNoAddress(ModuleSocket socket) throws AtException {
    if (socket.type == ServiceType.SERVICE) {
      throw AtException.range("a UDP service needs an address to send to");
    }
  }

  private static Optional<InetAddress> address(AtArguments values) throws AtException {
    try {
      return Optional.of(InetAddress.ofLiteral(values.text(2)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private AtReply prompt(
      ModuleSocket socket, DataRequest.Size size, Optional<InetSocketAddress> to) {
    return AtReply.prompt(
        options.prompt(size),
        result ->
            switch (result) {
              case DataResult.Data(byte[] bytes) ->
                  reply(socket, hand(socket, Bytes.wrap(bytes), to));
              case DataResult.Cancelled() -> failed(SocketError.CANCELLED);
              case DataResult.TimedOut() -> failed(SocketError.TIMEOUT);
              case DataResult.Unusable _ -> failed(SocketError.INVALID_PARAMETERS);
            });
  }

  private AtReply failed(SocketError error) {
    sockets.lastError(error);
    return AtReply.error();
  }

  /// The guide's form with the data on the line: `OK` first, then the result.
  private AtReply inline(ModuleSocket socket, int length, AtArguments values) throws AtException {
    String text = values.count() == 3 ? values.text(2) : unquoted(values.from(2));
    byte[] data;
    try {
      data = options.sendHex ? HexFormat.of().parseHex(text) : Octets.bytes(text);
    } catch (IllegalArgumentException e) {
      throw AtException.syntax("the data is not hexadecimal");
    }
    if (data.length != length) {
      throw AtException.range("the data has " + data.length + " bytes, not " + length);
    }
    SocketError error = hand(socket, Bytes.wrap(data), Optional.empty());
    if (error == SocketError.CLOSED) {
      return failed(error);
    }
    module.urcs().send(error == SocketError.NONE ? sent(socket) : "SEND FAIL");
    return AtReply.ok();
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private AtReply sendHex(AtArguments values, int at) throws AtException {
    ModuleSocket socket = connected(values);
    needsNoAddress(socket);
    byte[] data = values.hex(at);
    if (data.length == 0 || data.length > HEX_LIMIT_BYTES) {
      throw AtException.range("gives " + data.length + " bytes, not 1 to " + HEX_LIMIT_BYTES);
    }
    return reply(socket, hand(socket, Bytes.wrap(data), Optional.empty()));
  }

  private AtReply sendHexOfLength(AtArguments values) throws AtException {
    values.atMost(3);
    if (values.count() < 3) {
      return sendHex(values, 1);
    }
    if (values.hex(2).length != values.number(1, 1, HEX_LIMIT_BYTES)) {
      throw AtException.range("the data is not as long as it says");
    }
    return sendHex(values, 2);
  }

  /// Gives data to the network.
  private SocketError hand(ModuleSocket socket, Bytes data, Optional<InetSocketAddress> to) {
    if (socket.state != ModuleSocket.State.CONNECTED) {
      return SocketError.CLOSED;
    }
    boolean taken =
        switch (socket.carrier) {
          case Carrier.Stream(StreamConnection connection) -> connection.send(data);
          case Carrier.Pair(var datagrams, int _) -> {
            datagrams.send(data);
            yield module.radio().registered();
          }
          case Carrier.Port(var port) -> to.isPresent() && port.send(to.get(), data);
          case Carrier.Acceptor _, Carrier.None _ -> false;
        };
    SocketError error = taken ? SocketError.NONE : SocketError.WRITE_FAILED;
    if (taken) {
      socket.sent(data.size());
    }
    sockets.lastError(error);
    return error;
  }

  private AtReply reply(ModuleSocket socket, SocketError error) {
    if (error == SocketError.CLOSED) {
      return failed(error);
    }
    if (error != SocketError.NONE) {
      return AtReply.vendorFailure("SEND FAIL");
    }
    return options.sendInfo ? AtReply.ok(sent(socket)) : AtReply.vendor("SEND OK");
  }

  /// The stack has the data, which does not mean that the peer has.
  private String sent(ModuleSocket socket) {
    return options.sendInfo ? "+QISEND: " + socket.id + ",0," + free(socket) : "SEND OK";
  }

  private static int free(ModuleSocket socket) {
    return socket.carrier instanceof Carrier.Stream(StreamConnection connection)
        ? Math.min(SHOWN_FREE_BYTES, connection.freeBytes())
        : SHOWN_FREE_BYTES;
  }

  /// `<total>,<acked>,<unacked>`; what the computer's stack has taken counts as acknowledged.
  private static String counters(ModuleSocket socket) {
    long unacknowledged =
        socket.carrier instanceof Carrier.Stream(StreamConnection connection)
            ? connection.unsentBytes()
            : 0;
    long total = socket.sentBytes();
    return total + "," + (total - unacknowledged) + "," + unacknowledged;
  }

  private AtReply read(AtArguments values) throws AtException {
    values.atMost(2);
    int id = values.number(0, 0, Sockets.LAST_ID);
    ModuleSocket socket = sockets.find(id).orElseThrow(() -> AtException.range("no socket " + id));
    ReceiveBuffer buffer = socket.buffer;
    int max = values.number(1, 0, READ_LIMIT_BYTES, READ_LIMIT_BYTES);
    if (values.has(1) && max == 0) {
      long read = buffer.totalBytes() - buffer.unreadBytes();
      return AtReply.ok("+QIRD: " + buffer.totalBytes() + "," + read + "," + buffer.unreadBytes());
    }
    boolean apart =
        socket.type == ServiceType.SERVICE
            || (socket.type == ServiceType.UDP && options.datagramsApart);
    ReceiveBuffer.Piece piece =
        apart
            ? buffer
                .readDatagram(max)
                .orElseGet(() -> new ReceiveBuffer.Piece(Bytes.EMPTY, Optional.empty()))
            : new ReceiveBuffer.Piece(buffer.read(max), Optional.empty());
    if (piece.data().isEmpty()) {
      return AtReply.ok("+QIRD: 0");
    }
    socket.consumed(piece.data().size());
    String sender =
        piece
            .from()
            .map(from -> ",\"" + from.getAddress().getHostAddress() + "\"," + from.getPort())
            .orElse("");
    return AtReply.ok(options.received("+QIRD: " + piece.data().size() + sender, piece.data()));
  }
}
