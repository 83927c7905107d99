package io.openaep.platform.access.lwm2m.bootstrap;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.lwm2m.door.Remotes;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Endpoint;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /bs?ep=…` (LwM2M 1.0, 5.2.7.1): whoever may register may be told where. A device whose
/// product demands DTLS must ask over DTLS, or its key would be written in the clear. On the
/// bootstrap server's thread.
final class BootstrapRequests implements MessageDeliverer {
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapRequests.class);

  private final Door door;
  private final BootstrapConfig config;
  private final Authenticator authenticator;
  private final Refusals refusals;
  private final Map<Long, BootstrapRun> running = new HashMap<>();

  /// The peers of those, for the trace.
  private final Map<InetSocketAddress, Tap.Party> known = new HashMap<>();

  BootstrapRequests(
      Door door, BootstrapConfig config, Authenticator authenticator, Refusals refusals) {
    this.door = door;
    this.config = config;
    this.authenticator = authenticator;
    this.refusals = refusals;
  }

  @Override
  public void deliverRequest(Exchange exchange) {
    Request request = exchange.getRequest();
    try {
      if (!request.getOptions().getUriPath().equals(List.of("bs"))) {
        refuse(exchange, ResponseCode.NOT_FOUND, "unknown_path", "-", "There is only /bs here.");
      } else if (request.getCode() != Code.POST) {
        refuse(exchange, ResponseCode.METHOD_NOT_ALLOWED, "unknown_method", "-", "/bs takes POST.");
      } else {
        bootstrap(exchange, request);
      }
    } catch (RuntimeException e) { // top of our code on Californium's thread
      LOG.error("bootstrap failed remote={}", remote(request), e);
      respond(exchange, ResponseCode.INTERNAL_SERVER_ERROR, "The platform failed; see its log.");
    }
  }

  /// What it calls itself.
  static Optional<String> endpoint(Request request) {
    return request.getOptions().getUriQuery().stream()
        .filter(it -> it.startsWith("ep=") && it.length() > 3)
        .map(it -> it.substring(3))
        .findFirst();
  }

  /// Who is at an address: a device that is being told, or a stranger.
  Tap.Party at(EndpointContext peer) {
    InetSocketAddress address = peer.getPeerAddress();
    Tap.Party device = known.get(address);
    return device != null
        ? device
        : Tap.Party.Stranger.of(identity(peer).orElse(""), Remotes.text(address));
  }

  private void bootstrap(Exchange exchange, Request request) {
    Optional<String> endpoint = endpoint(request);
    if (endpoint.isEmpty()) {
      refuse(exchange, ResponseCode.BAD_REQUEST, "malformed", "-", "ep is missing");
      return;
    }
    OptionalInt port = config.servers().of(door);
    if (port.isEmpty()) {
      refuse(
          exchange,
          ResponseCode.SERVICE_UNAVAILABLE,
          "closed",
          endpoint.get(),
          "the LwM2M door " + door.word() + " is closed");
      return;
    }
    Optional<String> identity = identity(request.getSourceContext());
    switch (authenticator.byEndpoint(door, endpoint.get(), identity)) {
      case Admission.Granted(DeviceProfile profile) ->
          begin(exchange, request, profile, identity, port.getAsInt());
      case Admission.Refused(Admission.Cause cause, String reason) -> {
        count(
            request, "bootstrap_" + cause.name().toLowerCase(Locale.ROOT), endpoint.get(), reason);
        // LwM2M 1.0, 5.2.7.1: 4.00 for an unknown endpoint; the reason is the operator's
        respond(exchange, ResponseCode.BAD_REQUEST, "Refused; the platform's log says why.");
      }
    }
  }

  private void begin(
      Exchange exchange,
      Request request,
      DeviceProfile profile,
      Optional<String> identity,
      int port) {
    long number = profile.device().number();
    Optional.ofNullable(running.remove(number)).ifPresent(BootstrapRun::replace);
    if (running.size() >= config.settings().sessions()) {
      refuse(
          exchange,
          ResponseCode.SERVICE_UNAVAILABLE,
          "overloaded",
          profile.device().deviceId(),
          "too many devices bootstrap at once");
      return;
    }
    Optional<BootstrapObjects.Key> key =
        identity.flatMap(it ->
            authenticator.preSharedKey(it).map(secret -> new BootstrapObjects.Key(it, secret)));
    String uri = uri(exchange.getEndpoint(), request.getSourceContext(), port);
    Bytes security = BootstrapObjects.security(uri, key);
    InetSocketAddress peer = request.getSourceContext().getPeerAddress();
    Tap.Party party = new Tap.Party.Device(profile.device());
    BootstrapRun run =
        new BootstrapRun(
            profile.device().deviceId(),
            exchange.getEndpoint(),
            request.getSourceContext(),
            security,
            BootstrapObjects.server(config.settings().lifetime()),
            _ -> {
              running.remove(number);
              known.remove(peer, party); // unless another device has the address now
            });
    running.put(number, run);
    known.put(peer, party);
    exchange.sendResponse(new Response(ResponseCode.CHANGED));
    run.next();
  }

  private String uri(Endpoint endpoint, EndpointContext peer, int port) {
    String host = config.settings().host().orElseGet(() -> ownHost(endpoint, peer));
    return (door.encrypted() ? "coaps://" : "coap://") + host + ":" + port;
  }

  /// The address that the device has reached; where the socket listens on all, the one that the
  /// system itself would send from.
  private static String ownHost(Endpoint endpoint, EndpointContext peer) {
    InetAddress own = endpoint.getAddress().getAddress();
    if (own.isAnyLocalAddress()) {
      try (DatagramSocket probe = new DatagramSocket()) {
        probe.connect(peer.getPeerAddress()); // sends nothing
        own = probe.getLocalAddress();
      } catch (IOException noRoute) {
        throw new IllegalStateException("no route to a device that was just heard", noRoute);
      }
    }
    String text = Remotes.host(new InetSocketAddress(own, 0));
    return own instanceof Inet6Address ? "[" + text + "]" : text;
  }

  private static Optional<String> identity(EndpointContext context) {
    return context.getPeerIdentity() instanceof PreSharedKeyIdentity known
        ? Optional.of(known.getIdentity())
        : Optional.empty();
  }

  private void refuse(
      Exchange exchange, ResponseCode code, String kind, String who, String reason) {
    count(exchange.getRequest(), "bootstrap_" + kind, who, reason);
    respond(exchange, code, reason);
  }

  private void count(Request request, String kind, String who, String reason) {
    refusals.refused(door, kind, who, remote(request), reason);
  }

  private static String remote(Request request) {
    return Remotes.text(request.getSourceContext().getPeerAddress());
  }

  private static void respond(Exchange exchange, ResponseCode code, String words) {
    Response response = new Response(code);
    response.setPayload(words);
    exchange.sendResponse(response);
  }

  @Override
  public void deliverResponse(Exchange exchange, Response response) {
    exchange.getRequest().setResponse(response);
  }
}
