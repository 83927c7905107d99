package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import io.openaep.platform.access.lwm2m.coap.Observations;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Token;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The platform's own observe request (自动订阅; AEP device protocols, 1.4). Its answer is data and
/// takes the way of notifications, through {@link Reports}; here only the lane is set free and a
/// failure told: whoever made it sees to it that a request without an answer is made again. On the
/// protocol thread.
final class ObserveTask implements RequestLane.Task {
  private static final Logger LOG = LoggerFactory.getLogger(ObserveTask.class);

  private final Lwm2mSession session;
  private final Parts parts;
  private final Token token;
  private final String path;
  private final Consumer<String> failed;
  private @Nullable OutgoingRequest sent;
  private boolean acknowledged;
  private boolean ended;
  private boolean heard;

  /// @param failed told why, if there was no answer that says yes or no
  ObserveTask(
      Lwm2mSession session, Parts parts, Token token, String path, Consumer<String> failed) {
    this.session = session;
    this.parts = parts;
    this.token = token;
    this.path = path;
    this.failed = failed;
  }

  /// The device has acknowledged the request without an answer: what comes next is the answer. If
  /// it has not, a message that is no acknowledgement may just as well be a report whose
  /// predecessor, the answer, was lost.
  boolean isAcknowledged() {
    return acknowledged || (sent != null && sent.isAcknowledged());
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
    if (session.observation(Bytes.wrap(token.getBytes())).isEmpty()) {
      ended = true; // given up since: another has taken its place and is owed
      done.run();
      return;
    }
    if (socket.isEmpty() || session.isOver()) {
      ended = true;
      done.run();
      failed.accept(session.unreachable());
      return;
    }
    Request observe = Observations.observe(token, path, session.peer().context());
    session.address(observe);
    sent =
        new OutgoingRequest(
            observe,
            socket.get(),
            session,
            parts,
            Duration.ZERO,
            result -> {
              Optional<String> trouble = told(result);
              done.run();
              trouble.ifPresent(failed);
            });
    sent.send();
  }

  /// @return why it should be asked again
  private Optional<String> told(RequestResult result) {
    ended = true;
    acknowledged = isAcknowledged();
    sent = null; // with it Californium's whole exchange would stay for as long as the session
    heard = result instanceof RequestResult.Answered || result instanceof RequestResult.Rejected;
    String device = session.source().device().deviceId();
    return switch (result) {
      case RequestResult.Answered answered -> {
        LOG.debug("observe answered device={} path={} code={}", device, path, answered.code());
        yield isForNow(answered.code())
            ? Optional.of("the device answered " + answered.code())
            : Optional.empty();
      }
      case RequestResult.Rejected() -> Optional.of("the device answered RST");
      case RequestResult.Silent(String reason) -> Optional.of(reason);
      case RequestResult.NotSent(String reason) -> Optional.of(reason);
    };
  }

  /// 5.xx: the device could not, this time (RFC 7252, 5.9.3); another no is its last word.
  static boolean isForNow(String code) {
    return code.startsWith("5.");
  }

  @Override
  public void never(String reason) {
    ended = true;
    LOG.debug(
        "observe not sent device={} reason=\"{}\"", session.source().device().deviceId(), reason);
    failed.accept(reason);
  }
}
