package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import io.openaep.platform.access.lwm2m.coap.Observations;
import io.openaep.platform.access.lwm2m.coap.PendingAppends;
import io.openaep.platform.access.lwm2m.coap.ProtocolThread;
import io.openaep.platform.access.lwm2m.coap.RandomTokens;
import io.openaep.platform.access.lwm2m.door.CoapDoor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.californium.core.network.stack.ReliabilityLayerParameters;

/// What both LwM2M doors share. The tokens of a door are known on that door alone: what is promised
/// to an authenticated device must not be claimed on the plain port.
final class Parts {
  private static final float ACK_RANDOM_FACTOR = 1.5f;
  private static final float ACK_TIMEOUT_SCALE = 2f;

  final Lwm2mConfig config;
  final Ports ports;
  final ProtocolThread protocol;
  final RandomTokens tokens = new RandomTokens();
  final LateAnswers late = new LateAnswers();
  final PendingAppends pending;
  final CountedUplinks uplinks;
  final MessageInHand inHand;

  final OpenRequests inFlight = new OpenRequests();

  private final Map<Door, Observations> observations = new EnumMap<>(Door.class);
  private final Map<Door, CoapDoor> open = new ConcurrentHashMap<>();

  Parts(Lwm2mConfig config, Ports ports) {
    this.config = config;
    this.ports = ports;
    this.protocol = new ProtocolThread("lwm2m", config.limits().backlog());
    this.pending = new PendingAppends(config.limits().pendingAppends());
    this.inHand = new MessageInHand(ports.tap(), protocol);
    this.uplinks = new CountedUplinks(ports.uplinks(), inHand, ports.meters());
    observations.put(Door.LWM2M, new Observations());
    observations.put(Door.LWM2MS, new Observations());
  }

  Observations observations(Door door) {
    Observations known = observations.get(door);
    if (known == null) {
      throw new IllegalArgumentException(door + " is not an LwM2M door");
    }
    return known;
  }

  void opened(Door door, CoapDoor opened) {
    open.put(door, opened);
  }

  Map<Door, CoapDoor> open() {
    return open;
  }

  /// A socket to reach a peer from that has not been heard since the start; empty if its door is
  /// closed.
  Optional<CoapSocket> socketFor(Door door, InetSocketAddress peer) {
    return Optional.ofNullable(open.get(door)).flatMap(it -> it.socketFor(peer));
  }

  /// From now on messages are not taken: devices send them again to the next run.
  void stopTaking() {
    pending.close();
  }

  /// How a request is retransmitted whose first timeout is not the platform's usual one (RFC 7252,
  /// 4.2: doubled each time, without Californium's ceiling).
  ReliabilityLayerParameters transmission(Duration ackTimeout) {
    int retransmissions = config.times().maxRetransmit();
    int millis = (int) ackTimeout.toMillis();
    return ReliabilityLayerParameters.builder()
        .ackTimeout(millis)
        .maxAckTimeout((int) Math.min((long) millis << (retransmissions + 1), Integer.MAX_VALUE))
        .ackRandomFactor(ACK_RANDOM_FACTOR)
        .ackTimeoutScale(ACK_TIMEOUT_SCALE)
        .maxRetransmit(retransmissions)
        .nstart(1)
        .build();
  }

  Instant now() {
    return ports.clock().instant();
  }
}
