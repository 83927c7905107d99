package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Registration;
import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import io.openaep.platform.access.lwm2m.door.Remotes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.UdpEndpointContext;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;

/// The other end of a conversation: where it is and, over DTLS, who it has proven to be. Nothing of
/// the DTLS session itself, which may be gone tomorrow while the registration is not.
///
/// @param socket which of our sockets it was heard on; empty after a restart, until it is heard
record Peer(InetSocketAddress address, Optional<String> pskIdentity, Optional<CoapSocket> socket) {

  static Peer of(EndpointContext received, CoapSocket socket) {
    return new Peer(received.getPeerAddress(), identity(received), Optional.of(socket));
  }

  static Peer of(Registration registration) {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.ofLiteral(registration.host()), registration.port());
    return new Peer(address, registration.pskIdentity(), Optional.empty());
  }

  static Optional<String> identity(EndpointContext context) {
    return context.getPeerIdentity() instanceof PreSharedKeyIdentity known
        ? Optional.of(known.getIdentity())
        : Optional.empty();
  }

  /// What Californium needs to send to it and to recognise it.
  EndpointContext context() {
    return pskIdentity.isPresent()
        ? new AddressEndpointContext(address, new PreSharedKeyIdentity(pskIdentity.get()))
        : new UdpEndpointContext(address);
  }

  String host() {
    return Remotes.host(address);
  }

  int port() {
    return address.getPort();
  }

  /// For people.
  String remote() {
    return Remotes.text(address);
  }
}
