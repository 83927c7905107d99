package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A command: LwM2M Write, a confirmable PUT of opaque bytes to `/19/1/0` (AEP device protocols,
/// 1.4). On the protocol thread.
final class WriteTask implements RequestLane.Task {
  private static final Logger LOG = LoggerFactory.getLogger(WriteTask.class);

  private final Lwm2mSession session;
  private final Parts parts;
  private final Downlink downlink;
  private final CompletableFuture<SendOutcome> outcome;

  WriteTask(
      Lwm2mSession session,
      Parts parts,
      Downlink downlink,
      CompletableFuture<SendOutcome> outcome) {
    this.session = session;
    this.parts = parts;
    this.downlink = downlink;
    this.outcome = outcome;
  }

  @Override
  public void begin(Runnable done) {
    if (!parts.now().isBefore(downlink.leavesBefore())) {
      end(new SendOutcome.Overdue()); // the lane was taken until its time was over
      done.run();
      return;
    }
    Optional<CoapSocket> socket = session.socket();
    if (socket.isEmpty()) {
      never(session.unreachable());
      done.run();
      return;
    }
    new OutgoingRequest(
            request(),
            socket.get(),
            session,
            parts,
            downlink.patience(),
            result -> {
              end(outcome(result));
              done.run();
            })
        .send();
  }

  private Request request() {
    Request put = Request.newPut();
    put.setConfirmable(true);
    put.setToken(parts.tokens.next());
    put.getOptions().addUriPath("19").addUriPath("1").addUriPath("0");
    put.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_OCTET_STREAM);
    put.setPayload(downlink.payload().toArray());
    session.address(put);
    return put;
  }

  private static SendOutcome outcome(RequestResult result) {
    return switch (result) {
      case RequestResult.Answered answered ->
          answered.success()
              ? new SendOutcome.Delivered()
              : new SendOutcome.Refused(answered.code());
      case RequestResult.Rejected() -> new SendOutcome.Refused("RST");
      case RequestResult.Silent(String reason) -> new SendOutcome.Unanswered(reason);
      case RequestResult.NotSent(String reason) -> new SendOutcome.NotSent(reason);
    };
  }

  @Override
  public void never(String reason) {
    end(new SendOutcome.NotSent(reason));
  }

  private void end(SendOutcome ended) {
    LOG.debug(
        "write device={} command={} outcome={}",
        session.source().device().deviceId(),
        downlink.commandId(),
        ended);
    outcome.complete(ended);
  }
}
