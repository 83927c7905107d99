package io.openaep.platform.access.lwm2m.door;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.californium.core.network.interceptors.MessageInterceptor;
import org.eclipse.californium.core.server.MessageDeliverer;

/// An open LwM2M door: one socket an address, all on the same port. Thread-safe once open.
public final class CoapDoor {
  /// A free port on one address may be taken on another: so often another one is tried.
  private static final int FREE_PORT_TRIES = 20;

  private final Door door;
  private final List<CoapSocket> sockets;

  private CoapDoor(Door door, List<CoapSocket> sockets) {
    this.door = door;
    this.sockets = List.copyOf(sockets);
  }

  /// What a door hands received messages to.
  ///
  /// @param requests takes the devices' requests
  /// @param first each sees every message before Californium looks for what it belongs to
  /// @param malformed shows what is no message
  public record Receivers(
      MessageDeliverer requests, List<MessageInterceptor> first, MalformedWatch.Shown malformed) {}

  /// Binds all addresses.
  ///
  /// @param port 0 picks a free one, the same for every address
  /// @throws IOException with a sentence if an address cannot be listened on
  public static CoapDoor open(
      Door door,
      List<InetAddress> addresses,
      int port,
      Transport transport,
      CoapSocket.Shared shared,
      Receivers receivers,
      Refusals refusals)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<CoapSocket> bound = new ArrayList<>();
      int wanted = port;
      try {
        for (InetAddress address : addresses) {
          InetSocketAddress at = new InetSocketAddress(address, wanted);
          CoapSocket socket =
              CoapSocket.of(
                  transport.connector(at), transport.matcher(), door.word() + " ", shared);
          bound.add(socket);
          socket.setMessageDeliverer(receivers.requests());
          receivers.first().forEach(socket::addInterceptor);
          socket.addPostProcessInterceptor(
              new MalformedWatch(door, refusals, receivers.malformed()));
          start(socket, door, at);
          wanted = socket.getAddress().getPort();
        }
        return new CoapDoor(door, bound);
      } catch (IOException taken) {
        bound.forEach(CoapSocket::close);
        if (port != 0 || attempt == FREE_PORT_TRIES) {
          throw taken;
        }
      }
    }
  }

  private static void start(CoapSocket socket, Door door, InetSocketAddress at) throws IOException {
    try {
      socket.start();
    } catch (IOException e) {
      throw new IOException(door.taken(Remotes.text(at), String.valueOf(e.getMessage())), e);
    }
  }

  public int port() {
    return sockets.getFirst().getAddress().getPort();
  }

  /// The socket to reach `peer` from when it is not known which one it came to (after a restart):
  /// the one whose address the system itself would choose, else one of the peer's family.
  public Optional<CoapSocket> socketFor(InetSocketAddress peer) {
    List<CoapSocket> candidates = sockets.stream().filter(it -> reaches(it, peer)).toList();
    if (candidates.size() < 2) {
      return candidates.stream().findFirst();
    }
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.connect(peer); // sends nothing
      InetAddress chosen = probe.getLocalAddress();
      return candidates.stream()
          .filter(it -> it.getAddress().getAddress().equals(chosen))
          .findFirst()
          .or(() -> candidates.stream().findFirst());
    } catch (IOException | RuntimeException noRoute) {
      return candidates.stream().findFirst();
    }
  }

  private static boolean reaches(CoapSocket socket, InetSocketAddress peer) {
    InetAddress own = socket.getAddress().getAddress();
    boolean everything = own.isAnyLocalAddress() && !(own instanceof Inet4Address);
    return everything || own.getClass().equals(peer.getAddress().getClass());
  }

  public void sweep(Duration heldLimit) {
    sockets.forEach(it -> it.sweep(heldLimit));
  }

  /// Shows what the door holds and what the kernel has dropped.
  public void register(MeterRegistry meters) {
    Gauge.builder(
            "openaep.lwm2m.held",
            this,
            it -> it.sockets.stream().mapToInt(CoapSocket::heldCount).sum())
        .description("confirmable messages received and not yet acknowledged")
        .tag("door", door.word())
        .register(meters);
    Gauge.builder("openaep.udp.dropped", this, it -> KernelDrops.ofPort(it.port()))
        .description("datagrams dropped by the kernel for want of room in the receive buffer")
        .tag("door", door.word())
        .register(meters);
  }

  public void close() {
    sockets.forEach(CoapSocket::close);
  }
}
