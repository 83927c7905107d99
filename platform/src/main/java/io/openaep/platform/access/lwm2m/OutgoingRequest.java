package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import io.openaep.platform.access.lwm2m.coap.ProtocolThread;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.elements.exception.EndpointUnconnectedException;
import org.jspecify.annotations.Nullable;

/// One confirmable request to a device, from the first byte to exactly one {@link RequestResult}.
/// Californium retransmits; what it does not do is done here: it has no limit for an answer after
/// an empty acknowledgement, and it forgets a request after the last retransmission although a
/// device in eDRX may answer a paging cycle later.
final class OutgoingRequest extends MessageObserverAdapter {
  private final Request request;
  private final CoapSocket socket;
  private final Lwm2mSession session;
  private final ProtocolThread protocol;
  private final LateAnswers late;
  private final OpenRequests inFlight;
  private final Duration separateAnswer;
  private final Duration patience;
  private final Consumer<RequestResult> result;
  private volatile boolean left;
  private boolean done;
  private boolean acknowledged;
  private @Nullable Future<?> timer;

  /// @param patience how much longer than the retransmissions the answer may take
  /// @param result called once, on the protocol thread
  OutgoingRequest(
      Request request,
      CoapSocket socket,
      Lwm2mSession session,
      Parts parts,
      Duration patience,
      Consumer<RequestResult> result) {
    this.request = request;
    this.socket = socket;
    this.session = session;
    this.protocol = parts.protocol;
    this.late = parts.late;
    this.inFlight = parts.inFlight;
    this.separateAnswer = parts.config.times().separateAnswer();
    this.patience = patience;
    this.result = result;
  }

  void send() {
    if (session.door() == Door.LWM2M) { // over DTLS another one at the address cannot read it
      inFlight.add(address(), this);
    }
    request.addMessageObserver(this);
    socket.sendRequest(request);
  }

  private InetSocketAddress address() {
    return request.getDestinationContext().getPeerAddress();
  }

  /// Another device is heard from the address: no more goes there, and what comes from there is no
  /// answer to this. Its result follows in a task of its own: what that causes must not fall on the
  /// newcomer's message.
  void displaced() {
    if (done) {
      return;
    }
    close();
    if (!request.isCanceled()) {
      request.cancel();
    }
    // it may have left although the socket has not said so yet
    RequestResult outcome = new RequestResult.Silent("another device has come to its address");
    protocol.later(() -> result.accept(outcome));
  }

  /// Whose it is, though that may be elsewhere or over by now.
  Lwm2mSession session() {
    return session;
  }

  Request request() {
    return request;
  }

  CoapSocket socket() {
    return socket;
  }

  /// An empty acknowledgement came: the answer follows by itself.
  boolean isAcknowledged() {
    return acknowledged;
  }

  /// An answer that came after Californium had forgotten the request.
  void answeredLate(Response response) {
    finish(RequestResult.Answered.of(response));
  }

  void rejectedLate() {
    finish(new RequestResult.Rejected());
  }

  @Override
  public void onSent(boolean retransmission) {
    left = true;
  }

  @Override
  public void onResponse(Response response) {
    RequestResult answered = RequestResult.Answered.of(response);
    protocol.run(() -> finish(answered));
  }

  @Override
  public void onReject() {
    protocol.run(() -> finish(new RequestResult.Rejected()));
  }

  @Override
  public void onAcknowledgement() {
    protocol.run(() -> {
      acknowledged = true;
      giveUpAfter(separateAnswer.plus(patience), "it was acknowledged but not answered in time");
    });
  }

  @Override
  public void onTimeout() {
    protocol.run(() -> {
      if (patience.isZero()) {
        finish(new RequestResult.Silent("no answer to the last retransmission"));
      } else if (!done) {
        late.expect(this);
        giveUpAfter(patience, "no answer within the paging window");
      }
    });
  }

  @Override
  public void onSendError(Throwable error) {
    String reason =
        error instanceof EndpointUnconnectedException
            ? "no DTLS session: waits for the device's next handshake"
            : "the socket could not send it: " + error.getMessage();
    protocol.run(() -> finish(undelivered(reason)));
  }

  @Override
  public void onResponseHandlingError(Throwable error) {
    protocol.run(
        () -> finish(new RequestResult.Silent("the answer's blocks could not be put together")));
  }

  /// It may have left although the socket has not said so yet.
  @Override
  public void onCancel() {
    protocol.run(() -> finish(new RequestResult.Silent("the platform stopped")));
  }

  /// What failed is this transmission; one before it may have arrived.
  private RequestResult undelivered(String reason) {
    return left ? new RequestResult.Silent(reason) : new RequestResult.NotSent(reason);
  }

  private void giveUpAfter(Duration delay, String reason) {
    cancelTimer();
    if (!done) {
      timer =
          protocol.schedule(
              () -> finish(new RequestResult.Silent(reason)),
              delay.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private void finish(RequestResult outcome) {
    if (done) {
      return;
    }
    close();
    if (outcome instanceof RequestResult.Silent && !request.isCanceled()) {
      request.cancel(); // frees what Californium still keeps for an acknowledged request
    }
    result.accept(outcome);
  }

  private void close() {
    done = true;
    inFlight.remove(address(), this);
    cancelTimer();
    late.drop(this);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
