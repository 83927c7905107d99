package io.openaep.devices.module.socket;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.link.StreamConnection;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.PdpContexts;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// All `QI…` socket commands of one run of a module; here those that open, close and show (AT
/// reference, 9.2).
public final class SocketCommands implements CommandGroup {
  private static final int LARGEST_PORT = 65535;

  private final Baseband module;
  private final SocketOptions options = new SocketOptions();
  private final Sockets sockets;
  private final SocketOpener opener;

  public SocketCommands(Baseband module) {
    this.module = module;
    this.sockets = new Sockets(module, options);
    this.opener = new SocketOpener(module, sockets);
  }

  @Override
  public void register(CommandTable table) {
    new SocketOptionCommands(options).register(table);
    new SocketDataCommands(module, options, sockets).register(table);
    // AT+QIOPEN=<ctx>,<id>,"<type>","<addr>",<port>[,<lport>[,<mode>[,<clients>[,<timeout>]]]]
    table
        .vendor("+QIOPEN")
        .test(
            "(0-7),(0-11),\"TCP/UDP/TCP LISTENER/UDP SERVICE\",<address>,(0-65535),(0-65535),"
                + "(0-2)")
        .write(this::open);
    // AT+QICLOSE=<id>[,<timeout>] → OK, then CLOSE OK
    table.vendor("+QICLOSE").test("(0-11),(0-65535)").write(this::close);
    // AT+QISTATE, ?, =0,<ctx>, =1,<id> → one line a socket
    table
        .vendor("+QISTATE")
        .test()
        .read(() -> states(sockets.all()))
        .execute(() -> states(sockets.all()))
        .write(this::state);
    // AT+QISWTMD=<id>,<mode> → OK or CONNECT
    table.vendor("+QISWTMD").test("(0-11),(0-2)").write(this::switchMode);
    // AT+QIGETERROR → +QIGETERROR: <err>, <text>
    table
        .vendor("+QIGETERROR")
        .test()
        .execute(() -> {
          SocketError error = sockets.lastError();
          return AtReply.ok("+QIGETERROR: " + error.number() + ", " + error.text());
        });
  }

  private AtReply open(AtArguments values) throws AtException {
    values.atMost(9);
    int context = Math.max(PdpContexts.FIRST, values.number(0, 0, PdpContexts.LAST));
    int id = values.number(1, 0, Sockets.LAST_ID);
    ServiceType type =
        ServiceType.asked(values.text(2))
            .orElseThrow(() -> AtException.range("no such type of socket"));
    boolean waits = type == ServiceType.LISTENER || type == ServiceType.SERVICE;
    String host = values.text(3, 255);
    int port = values.number(4, waits ? 0 : 1, LARGEST_PORT);
    int localPort = values.number(5, 0, LARGEST_PORT, 0);
    AccessMode mode = AccessMode.of(values.number(6, 0, 2, 0));
    values.number(7, 0, Sockets.LAST_ID + 1, 0);
    Duration timeout = Duration.ofSeconds(values.number(8, 10, 150, 150));
    if (!waits && host.isEmpty()) {
      throw AtException.range("the address must not be empty");
    }
    if (sockets.find(id).isPresent()) {
      return refused(id, mode, SocketError.ID_USED);
    }
    if (!module.contexts().activate(context)) {
      return refused(id, mode, SocketError.CONTEXT_FAILED);
    }
    ModuleSocket socket = new ModuleSocket(id, context, type, 0, mode);
    sockets.add(socket);
    SocketOpener.Wish wish = new SocketOpener.Wish(host, port, localPort, timeout);
    if (mode == AccessMode.TRANSPARENT && !waits) {
      CompletableFuture<AtReply> reply = new CompletableFuture<>();
      opener.open(
          socket,
          wish,
          error ->
              reply.complete(
                  error == SocketError.NONE ? connectTransparently(socket) : AtReply.error()));
      return AtReply.later(reply);
    }
    opener.open(socket, wish, error -> print("+QIOPEN: " + id + "," + error.number()));
    return AtReply.ok();
  }

  private AtReply refused(int id, AccessMode mode, SocketError error) {
    sockets.lastError(error);
    if (mode == AccessMode.TRANSPARENT) {
      return AtReply.error();
    }
    print("+QIOPEN: " + id + "," + error.number());
    return AtReply.ok();
  }

  private AtReply connectTransparently(ModuleSocket socket) {
    TransparentSocket peer =
        new TransparentSocket(
            module.loop(), options, data -> send(socket, data), () -> sockets.flush(socket));
    socket.transparent = Optional.of(peer);
    return new AtReply.Transparent(peer);
  }

  private static boolean send(ModuleSocket socket, Bytes data) {
    return switch (socket.carrier) {
      case Carrier.Stream(StreamConnection connection) -> connection.send(data);
      case Carrier.Pair(var datagrams, int _) -> {
        datagrams.send(data);
        yield true;
      }
      case Carrier.Port _, Carrier.Acceptor _, Carrier.None _ -> false;
    };
  }

  private AtReply close(AtArguments values) throws AtException {
    values.atMost(2);
    int id = values.number(0, 0, Sockets.LAST_ID);
    values.number(1, 0, 65535, 10);
    Optional<ModuleSocket> socket = sockets.find(id);
    if (socket.isPresent()) {
      sockets.drop(socket.get());
      print(options.closedCode ? "+QIURC: \"closed\"," + id : "CLOSE OK");
    }
    return AtReply.ok();
  }

  private AtReply state(AtArguments values) throws AtException {
    values.atMost(2);
    if (values.flag(0)) {
      return states(sockets.find(values.number(1, 0, Sockets.LAST_ID)).stream().toList());
    }
    int context = Math.max(PdpContexts.FIRST, values.number(1, 0, PdpContexts.LAST));
    return states(sockets.all().stream().filter(s -> s.context == context).toList());
  }

  private static AtReply states(Collection<ModuleSocket> shown) {
    List<String> lines = shown.stream().map(ModuleSocket::line).toList();
    return AtReply.ok(lines);
  }

  private AtReply switchMode(AtArguments values) throws AtException {
    values.atMost(2);
    AccessMode mode = AccessMode.of(values.number(1, 0, 2));
    ModuleSocket socket =
        sockets
            .connected(values.number(0, 0, Sockets.LAST_ID))
            .orElseThrow(() -> AtException.range("no such connection"));
    socket.mode = mode;
    return switch (mode) {
      case BUFFER -> AtReply.ok();
      case PUSH -> {
        sockets.flush(socket);
        yield AtReply.ok();
      }
      case TRANSPARENT -> connectTransparently(socket);
    };
  }

  private void print(String code) {
    module.urcs().send(code);
  }
}
