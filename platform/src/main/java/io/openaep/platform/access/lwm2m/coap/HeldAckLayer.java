package io.openaep.platform.access.lwm2m.coap;

import io.openaep.platform.access.Receipt;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.eclipse.californium.core.network.stack.ReliabilityLayer;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.config.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reliability layer that acknowledges a confirmable notification only with a {@link Receipt}
/// in hand. Runs on the protocol thread; {@link #acknowledge} also on the journal's writer thread.
///
/// - A whole notification is consumed here: the append is started and it goes no further up (lean:
///   the stack above has nothing to do for it). Parts of a block-wise transfer, and the answer to
///   the observe request, take the full way up and are stored by {@link WholeBodyLayer}.
/// - While a message is held its retransmissions are swallowed. The inherited code must not see
///   them: it would acknowledge them in a block-wise transfer, and cancel the transfer's own
///   retransmission.
/// - A retransmission of what was acknowledged gets a new acknowledgement and is not stored again.
/// - What could not be stored is forgotten: the next transmission is a new message.
/// - A "retransmission" with other content is a reused message id (a module that counts anew after
///   a reset); stock Californium acknowledges and drops it for up to 247 s. Here it is not
///   acknowledged, and its next transmission is taken as new.
///
/// Any exception in a layer makes Californium send RST, which cancels the observation in the
/// device: so whatever fails in the sink ends in silence.
final class HeldAckLayer extends ReliabilityLayer {
  private static final Logger LOG = LoggerFactory.getLogger(HeldAckLayer.class);

  private final ProtocolThread protocol;
  private final ForgettingDeduplicator deduplicator;
  private final PendingAppends pending;
  private final NotificationSink sink;
  private final HeldMessages held;
  private @Nullable CoapSocket socket;

  HeldAckLayer(
      Configuration configuration,
      ProtocolThread protocol,
      ForgettingDeduplicator deduplicator,
      PendingAppends pending,
      NotificationSink sink,
      int heldLimit) {
    super(configuration);
    this.protocol = protocol;
    this.deduplicator = deduplicator;
    this.pending = pending;
    this.sink = sink;
    this.held = new HeldMessages(heldLimit);
  }

  /// Called once, before the first message: the socket whose layer this is.
  void attach(CoapSocket owner) {
    socket = owner;
  }

  int heldCount() {
    return held.size();
  }

  Optional<HeldMessage> heldOf(Exchange exchange) {
    return held.of(exchange);
  }

  @Override
  public void receiveRequest(Exchange exchange, Request request) {
    if (request.isDuplicate() && !SameMessage.of(exchange.getCurrentRequest(), request)) {
      LOG.debug("message id {} reused by a request of {}", request.getMID(), exchange);
      deduplicator.forget(new KeyMID(request.getMID(), exchange.getPeersIdentity()));
      return;
    }
    super.receiveRequest(exchange, request);
  }

  /// What the block-wise layer refuses by itself (RFC 7959, 2.9.2 and 2.9.3) is told like any other
  /// refusal.
  @Override
  public void sendResponse(Exchange exchange, Response response) {
    if (response.isInternal() && response.isError()) {
      boolean tooLarge = response.getCode() == ResponseCode.REQUEST_ENTITY_TOO_LARGE;
      sink.refused(
          exchange.getCurrentRequest().getToken(),
          exchange.getCurrentRequest().getSourceContext(),
          tooLarge ? "too_large" : "blocks",
          tooLarge
              ? "the body exceeds the limit"
              : "a block came without those before it, or too many transfers are open");
    }
    super.sendResponse(exchange, response);
  }

  @Override
  protected boolean processResponse(Exchange exchange, Response response) {
    return switch (response.getType()) {
      case CON ->
          isFollowUpBlock(response)
              ? super.processResponse(exchange, response)
              : processConfirmable(exchange, response);
      case NON -> processNonConfirmable(exchange, response);
      case ACK, RST -> super.processResponse(exchange, response);
    };
  }

  private boolean processNonConfirmable(Exchange exchange, Response response) {
    if (!exchange.isNotification() || response.isDuplicate() || !isWhole(response)) {
      return super.processResponse(exchange, response);
    }
    exchange.setCurrentResponse(response);
    store(exchange, response, false, Optional.empty());
    return false;
  }

  private boolean processConfirmable(Exchange exchange, Response response) {
    KeyMID key = new KeyMID(response.getMID(), exchange.getPeersIdentity());
    HeldMessage known = held.at(key);
    if (known != null) {
      known.seenAgain(response);
      return false;
    }
    if (response.isDuplicate()) {
      return processRepeated(exchange, response, key);
    }
    boolean answersWrite = !exchange.isNotification() && !exchange.getRequest().isObserve();
    if (answersWrite || exchange.getRequest().isCanceled()) {
      return super.processResponse(exchange, response); // nothing to store; or RST
    }
    exchange.setRetransmissionHandle(null);
    exchange.getCurrentRequest().setAcknowledged(true);
    exchange.setCurrentResponse(response);
    HeldMessage message = new HeldMessage(key, exchange, response, System.nanoTime());
    if (!held.hold(message)) {
      sink.refused(
          response.getToken(),
          response.getSourceContext(),
          "overloaded",
          "too many unacknowledged messages; the device will send again");
      deduplicator.forget(key);
      return false;
    }
    if (exchange.isNotification() && isWhole(response)) {
      store(exchange, response, false, Optional.of(message));
      return false;
    }
    if (!isWhole(response)) {
      exchange.getRequest().addMessageObserver(new TransferWatch(this, message));
    }
    return true;
  }

  private boolean processRepeated(Exchange exchange, Response response, KeyMID key) {
    Response earlier = exchange.getCurrentResponse();
    if (response.isRejected()) {
      return super.processResponse(exchange, response);
    }
    if (earlier != null && earlier.isAcknowledged() && SameMessage.of(earlier, response)) {
      sendEmptyMessage(null, EmptyMessage.newACK(response));
      return false;
    }
    LOG.debug("message id {} reused by a response of {}", response.getMID(), exchange);
    deduplicator.forget(key);
    return false;
  }

  /// Gives a message to the sink and settles its hold, if any, when the append has ended.
  ///
  /// @param opening the observe request is still open
  void store(Exchange exchange, Response response, boolean opening, Optional<HeldMessage> message) {
    if (!pending.begin()) {
      refused(response, "overloaded", "too many messages wait for the journal");
      message.ifPresent(this::release);
      return;
    }
    CompletionStage<Receipt> stored;
    try {
      message.ifPresent(HeldMessage::storing);
      stored = sink.arrived(Notification.of(response, opening, theSocket()));
    } catch (RuntimeException e) {
      LOG.error("could not start to store a message of {}", exchange, e);
      pending.end();
      message.ifPresent(this::release);
      return;
    }
    stored.whenComplete((receipt, failure) -> {
      pending.end();
      message.ifPresent(it -> settle(it, receipt, failure));
    });
  }

  private void settle(HeldMessage message, @Nullable Receipt receipt, @Nullable Throwable failure) {
    if (failure == null && receipt != null && !message.disputed()) {
      acknowledge(message, receipt);
    } else {
      protocol.run(() -> release(message));
    }
  }

  /// @param receipt the proof that it is stored; only its presence matters
  private void acknowledge(HeldMessage message, Receipt receipt) {
    LOG.trace("acknowledge mid={} position={}", message.response.getMID(), receipt.position());
    sendAcknowledgement(message);
  }

  /// A body larger than the limit can never be stored: refuses it once, aloud, and acknowledges it,
  /// or a battery device would repeat it for ever. The only acknowledgement without a receipt.
  void refuseTooLarge(HeldMessage message) {
    refused(message.response, "too_large", "the body exceeds the limit and was dropped");
    sendAcknowledgement(message);
    complete(message.exchange);
  }

  private void sendAcknowledgement(HeldMessage message) {
    message.response.setAcknowledged(true);
    held.remove(message);
    try {
      sendEmptyMessage(null, EmptyMessage.newACK(message.response, message.answerTo()));
    } catch (RuntimeException e) { // a socket just closed: the device will ask again
      LOG.debug("acknowledgement not sent", e);
    }
  }

  /// Gives a message up, unacknowledged; on the protocol thread. The exchange of an observe request
  /// goes on: its answer is still on the way up.
  void release(HeldMessage message) {
    protocol.assertOwner();
    deduplicator.forget(message.key);
    held.remove(message);
    if (message.exchange.isNotification()) {
      complete(message.exchange);
    }
  }

  /// Gives up a message and the exchange that was to complete it.
  void abandon(HeldMessage message) {
    Exchange exchange = message.exchange;
    if (!exchange.getCurrentRequest().equals(exchange.getRequest())) {
      // the request for a further block: cancelling it also makes the block-wise layer forget
      exchange.getCurrentRequest().cancel();
    }
    release(message);
    complete(exchange);
  }

  /// Gives up what has been held without an append for longer than `limit`, or whose block-wise
  /// transfer has ended unfinished. On the protocol thread, from time to time.
  void sweep(Duration limit) {
    long now = System.nanoTime();
    held.forEach(message -> {
      boolean old = now - message.sinceNanos > limit.toNanos();
      if (!message.isStoring() && (old || message.exchange.isComplete())) {
        abandon(message);
      }
    });
  }

  private void refused(Response response, String kind, String reason) {
    EndpointContext peer = response.getSourceContext();
    sink.refused(response.getToken(), peer, kind, reason);
  }

  private static void complete(Exchange exchange) {
    if (!exchange.isComplete()) {
      exchange.setComplete();
    }
  }

  private CoapSocket theSocket() {
    if (socket == null) {
      throw new IllegalStateException("attach() comes before the first message");
    }
    return socket;
  }

  /// The inherited code acknowledges the later blocks of a body at once: they prove nothing.
  private static boolean isFollowUpBlock(Response response) {
    BlockOption block = response.getOptions().getBlock2();
    return block != null && block.getNum() > 0;
  }

  private static boolean isWhole(Response response) {
    BlockOption block = response.getOptions().getBlock2();
    return block == null || (block.getNum() == 0 && !block.isM());
  }
}
