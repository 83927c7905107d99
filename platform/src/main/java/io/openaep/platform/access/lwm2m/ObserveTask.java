package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import io.openaep.platform.access.lwm2m.coap.Observations;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Token;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The platform's own observe request (自动订阅; AEP device protocols, 1.4). Its answer is data and
/// takes the way of notifications, through {@link Reports}; here only the lane is set free and a
/// failure told. A request that failed without a clear no is made again at the next update. On the
/// protocol thread.
final class ObserveTask implements RequestLane.Task {
  private static final Logger LOG = LoggerFactory.getLogger(ObserveTask.class);

  private final Lwm2mSession session;
  private final Parts parts;
  private final Token token;
  private final String path;
  private @Nullable OutgoingRequest sent;
  private boolean ended;
  private boolean heard;

  ObserveTask(Lwm2mSession session, Parts parts, Token token, String path) {
    this.session = session;
    this.parts = parts;
    this.token = token;
    this.path = path;
  }

  /// The device has acknowledged the request without an answer: what comes next is the answer. If
  /// it has not, a message that is no acknowledgement may just as well be a report whose
  /// predecessor, the answer, was lost.
  boolean isAcknowledged() {
    return sent != null && sent.isAcknowledged();
  }

  /// The device has said something to it, be it no.
  boolean wasHeard() {
    return heard;
  }

  /// Answered or given up.
  boolean isEnded() {
    return ended;
  }

  @Override
  public void begin(Runnable done) {
    Optional<CoapSocket> socket = session.socket();
    if (socket.isEmpty() || session.isOver()) {
      ended = true;
      done.run();
      return;
    }
    Request observe = Observations.observe(token, path, session.peer().context());
    session.address(observe);
    sent =
        new OutgoingRequest(
            observe,
            socket.get(),
            parts,
            Duration.ZERO,
            result -> {
              told(result);
              done.run();
            });
    sent.send();
  }

  private void told(RequestResult result) {
    ended = true;
    heard = result instanceof RequestResult.Answered || result instanceof RequestResult.Rejected;
    String device = session.source().device().deviceId();
    switch (result) {
      case RequestResult.Answered answered ->
          LOG.debug("observe answered device={} path={} code={}", device, path, answered.code());
      case RequestResult.Rejected() ->
          LOG.info("observe failed device={} path={} reason=RST", device, path);
      case RequestResult.Silent(String reason) ->
          LOG.info("observe failed device={} path={} reason=\"{}\"", device, path, reason);
      case RequestResult.NotSent(String reason) ->
          LOG.info("observe failed device={} path={} reason=\"{}\"", device, path, reason);
    }
  }

  @Override
  public void never(String reason) {
    ended = true;
    LOG.debug(
        "observe not sent device={} reason=\"{}\"", session.source().device().deviceId(), reason);
  }
}
