package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.ObjectAction;
import io.openaep.platform.access.ObjectPath;
import io.openaep.platform.access.ObjectRequest;
import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import io.openaep.platform.access.lwm2m.object.ObjectDecoder;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.californium.core.coap.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads an object right after a registration, because the product's options say so: what the
/// device says of itself (firmware version, signal) is then known without anybody asking. A device
/// that does not answer is asked at its next registration. On the protocol thread.
final class FirstRead implements RequestLane.Task {
  private static final Logger LOG = LoggerFactory.getLogger(FirstRead.class);

  private final Lwm2mSession session;
  private final Parts parts;
  private final ObjectPath path;

  FirstRead(Lwm2mSession session, Parts parts, ObjectPath path) {
    this.session = session;
    this.parts = parts;
    this.path = path;
  }

  @Override
  public void begin(Runnable done) {
    Optional<CoapSocket> socket = session.socket();
    if (socket.isEmpty() || session.isOver()) {
      done.run();
      return;
    }
    Request request =
        ObjectRequests.of(
            new ObjectRequest(
                0, ObjectAction.READ, path, Optional.empty(), Bytes.EMPTY, Duration.ZERO),
            parts.tokens.next());
    request.setConfirmable(true);
    request.setDestinationContext(session.peer().context());
    new OutgoingRequest(
            request,
            socket.get(),
            session,
            parts,
            Duration.ZERO,
            result -> {
              if (result instanceof RequestResult.Answered answered && answered.success()) {
                store(answered);
              } else {
                never(result.toString());
              }
              done.run();
            })
        .send();
  }

  private void store(RequestResult.Answered answered) {
    parts
        .uplinks
        .store(
            new Inbound.ObjectReport(
                session.source(),
                parts.now(),
                path.toString(),
                ObjectDecoder.decode(path.toString(), answered.contentFormat(), answered.payload()),
                List.of()))
        .whenComplete((_, failure) -> {
          if (failure != null) {
            never(String.valueOf(failure.getMessage()));
          }
        });
  }

  @Override
  public void never(String reason) {
    LOG.info(
        "not read after registration device={} path={} reason=\"{}\"",
        session.source().device().deviceId(),
        path,
        reason);
  }
}
