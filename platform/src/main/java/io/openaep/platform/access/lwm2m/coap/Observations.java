package io.openaep.platform.access.lwm2m.coap;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.observe.Observation;
import org.eclipse.californium.core.observe.ObservationStore;
import org.eclipse.californium.elements.EndpointContext;
import org.jspecify.annotations.Nullable;

/// The tokens on which notifications are accepted, shared by all sockets. Who adds and removes them
/// is the session, together with its durable rows; what Californium asks for is taken note of where
/// it agrees with that:
///
/// - `put` (an observe request leaves) finds the token already here;
/// - `remove` does nothing: Californium calls it for every observe request in flight when a socket
///   is closed, and when a request times out, although the device may well have taken it and a
///   notification may follow;
/// - `setContext` does nothing: a restored observation has no DTLS session, and neither a new
///   session nor another cipher suite must make its notifications foreign. Kept are address and PSK
///   identity.
///
/// Thread-safe.
public final class Observations implements ObservationStore {
  private final ConcurrentHashMap<Token, Watched> byToken = new ConcurrentHashMap<>();

  /// What an observation is made of when it is asked for. Kept as such, a hundred thousand of
  /// Californium's would take more room than everything else that is known of their devices.
  private record Watched(String path, Supplier<EndpointContext> peer) {}

  /// Accepts notifications on `token` from now on.
  ///
  /// @param peer address, and on DTLS the PSK identity that they must come from; asked for on the
  ///   protocol thread
  public void add(Token token, String path, Supplier<EndpointContext> peer) {
    byToken.put(token, new Watched(path, peer));
  }

  /// A notification on `token` is answered with RST from now on, which ends it in the device.
  public void drop(Token token) {
    byToken.remove(token);
  }

  public int size() {
    return byToken.size();
  }

  /// The observe request: GET with Observe 0. No Accept option: a device that does not know the
  /// format asked for would refuse (4.06), while any format it chooses itself can be stored.
  public static Request observe(Token token, String path, EndpointContext peer) {
    Request request = Request.newGet();
    request.setConfirmable(true);
    request.setToken(token);
    request.setObserve();
    for (String segment : path.substring(1).split("/", -1)) {
      request.getOptions().addUriPath(segment);
    }
    request.setDestinationContext(peer);
    return request;
  }

  @Override
  public @Nullable Observation get(Token token) {
    Watched watched = byToken.get(token);
    if (watched == null) {
      return null;
    }
    EndpointContext peer = watched.peer().get();
    return new Observation(observe(token, watched.path(), peer), peer);
  }

  @Override
  public @Nullable Observation putIfAbsent(Token token, Observation observation) {
    return get(token);
  }

  @Override
  public @Nullable Observation put(Token token, Observation observation) {
    return get(token);
  }

  @Override
  public void remove(Token token) {
    // see above
  }

  @Override
  public void setContext(Token token, EndpointContext context) {
    // see above
  }

  @Override
  public void setExecutor(ScheduledExecutorService executor) {
    // nothing to run
  }

  @Override
  public void start() {
    // filled before the first socket is bound
  }

  @Override
  public void stop() {
    // outlives the sockets
  }
}
