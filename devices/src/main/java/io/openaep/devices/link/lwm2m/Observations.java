package io.openaep.devices.link.lwm2m;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.californium.core.coap.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the server observes, each path under its newest token (RFC 7641, 4.1).
final class Observations {
  private static final Logger LOG = LoggerFactory.getLogger(Observations.class);

  private static final int LIMIT = 64;
  private static final int SEQUENCE_MASK = 0xffffff;

  private final Map<Lwm2mPath, Observation> byPath = new LinkedHashMap<>();
  private int sequence;

  /// @param accepted content format that the server asked for
  record Observation(Lwm2mPath path, Token token, int accepted) {}

  /// @return whether there was room for it
  boolean begin(Observation observation) {
    if (byPath.size() >= LIMIT && !byPath.containsKey(observation.path())) {
      return false;
    }
    byPath.put(observation.path(), observation);
    return true;
  }

  void end(Lwm2mPath path) {
    byPath.remove(path);
  }

  /// The server rejected a report: it does not know the observation any more (RFC 7641, 4.2).
  void rejected(Observation observation) {
    if (byPath.remove(observation.path(), observation)) {
      LOG.info("lwm2m observation rejected by the server path={}", observation.path());
    }
  }

  /// The observation that a change of `resource` is reported on: its own, its instance's or its
  /// object's.
  Optional<Observation> of(Lwm2mPath resource) {
    Observation own = byPath.get(resource);
    if (own == null) {
      own = byPath.get(Lwm2mPath.of(resource.object(), resource.instance(), Lwm2mPath.NONE));
    }
    if (own == null) {
      own = byPath.get(Lwm2mPath.of(resource.object(), Lwm2mPath.NONE, Lwm2mPath.NONE));
    }
    return Optional.ofNullable(own);
  }

  /// The next value of the Observe option.
  int nextSequence() {
    sequence = (sequence + 1) & SEQUENCE_MASK;
    return sequence;
  }

  void clear() {
    byPath.clear();
  }
}
