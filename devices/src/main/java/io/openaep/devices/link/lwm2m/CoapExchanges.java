package io.openaep.devices.link.lwm2m;

import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.Lane;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// CoAP's message layer (RFC 7252, section 4) for one device and its one server: message ids,
/// repetition, duplicates, acknowledgements, resets. The server's requests go to the one who was
/// given at construction; answers to them go out by {@link #reply}, {@link #acknowledge} and {@link
/// #confirmable}. Runs on the lane.
final class CoapExchanges implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CoapExchanges.class);

  /// Open exchanges of ours; a host that reports faster than the network takes it is refused.
  private static final int OPEN_LIMIT = 64;

  /// Sent unconfirmable reports whose reset is still understood.
  private static final int RECENT_LIMIT = 64;

  private static final int TOKEN_BYTES = 4;

  private final Datagrams link;
  private final Lane lane;
  private final Retransmission retransmission;
  private final RandomGenerator random;
  private final Consumer<Request> requests;
  private final CoapCodec codec = new CoapCodec();
  private final BlockTransfers blocks = new BlockTransfers();
  private final SeenMessages seen = new SeenMessages();
  private final Map<Integer, Repeated> unacknowledged = new HashMap<>();
  private final Map<Token, Repeated> unanswered = new HashMap<>();
  private final Map<Integer, Consumer<Outcome>> recentReports = new LinkedHashMap<>();
  private int nextMid;
  private boolean closed;

  CoapExchanges(
      Datagrams link,
      Lane lane,
      Retransmission retransmission,
      RandomGenerator random,
      Consumer<Request> requests) {
    this.link = link;
    this.lane = lane;
    this.retransmission = retransmission;
    this.random = random;
    this.requests = requests;
    this.nextMid = random.nextInt(Message.MAX_MID + 1);
    link.receiver(this::received);
  }

  /// The transfers in blocks with the server.
  BlockTransfers blocks() {
    return blocks;
  }

  /// Sends a request confirmably, under a new token.
  ///
  /// @return its message id; empty if too much is open already, and `then` is not called
  OptionalInt request(Request request, Consumer<Outcome> then) {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    request.setToken(token);
    return confirmable(request, then);
  }

  /// Sends a message confirmably and repeats it until it is acknowledged or given up.
  OptionalInt confirmable(Message message, Consumer<Outcome> then) {
    if (unacknowledged.size() + unanswered.size() >= OPEN_LIMIT) {
      return OptionalInt.empty();
    }
    int mid = freshMid();
    message.setType(CoAP.Type.CON).setMID(mid);
    Repeated repeated = new Repeated(message, codec.encode(message), then);
    unacknowledged.put(mid, repeated);
    if (message instanceof Request) {
      unanswered.put(message.getToken(), repeated);
    }
    repeated.transmit();
    return OptionalInt.of(mid);
  }

  /// Sends a message once.
  ///
  /// @param reset called if the peer rejects it
  int unconfirmable(Message message, Consumer<Outcome> reset) {
    int mid = freshMid();
    message.setType(CoAP.Type.NON).setMID(mid);
    if (recentReports.size() >= RECENT_LIMIT) {
      recentReports.remove(recentReports.keySet().iterator().next());
    }
    recentReports.put(mid, reset);
    send(codec.encode(message));
    return mid;
  }

  /// Sends a response in the acknowledgement of `request`, and again for each repetition of it.
  void reply(Request request, Response response) {
    response.setType(CoAP.Type.ACK).setMID(request.getMID()).setToken(request.getToken());
    Bytes answer = codec.encode(response);
    seen.answered(request.getMID(), answer);
    send(answer);
  }

  /// Says that `request` has come and that its response will come by itself.
  void acknowledge(Message request) {
    Bytes ack = codec.empty(CoAP.Type.ACK, request.getMID());
    seen.answered(request.getMID(), ack);
    send(ack);
  }

  @Override
  public void close() {
    closed = true;
    unacknowledged.values().forEach(Repeated::stop);
    unanswered.values().forEach(Repeated::stop);
    unacknowledged.clear();
    unanswered.clear();
    recentReports.clear();
    link.close();
  }

  private void received(Bytes datagram) {
    if (closed) {
      return;
    }
    switch (codec.decode(datagram)) {
      case CoapCodec.Decoded.Whole(Message message) -> dispatch(message);
      case CoapCodec.Decoded.Broken(String reason, OptionalInt mid) -> {
        LOG.info("coap datagram refused bytes={} reason=\"{}\"", datagram.size(), reason);
        mid.ifPresent(this::reject);
      }
    }
  }

  private void dispatch(Message message) {
    switch (message.getType()) {
      case ACK -> acknowledged(message);
      case RST -> rejected(message.getMID());
      case CON, NON -> {
        if (message instanceof EmptyMessage) {
          reject(message.getMID()); // a ping (RFC 7252, 4.3)
        } else {
          once(message);
        }
      }
    }
  }

  private void once(Message message) {
    switch (seen.look(message, lane.now())) {
      case SeenMessages.Verdict.Again(Bytes answer) -> send(answer);
      case SeenMessages.Verdict.Ignore() ->
          LOG.debug("coap duplicate ignored mid={}", message.getMID());
      case SeenMessages.Verdict.New() -> {
        switch (message) {
          case Request request -> requests.accept(request);
          case Response response -> separate(response);
          default -> reject(message.getMID());
        }
      }
    }
  }

  private void acknowledged(Message message) {
    Repeated repeated = unacknowledged.get(message.getMID());
    if (repeated == null || !repeated.accepts(message)) {
      return; // late, or of somebody else's exchange: whatever is open goes on
    }
    unacknowledged.remove(message.getMID());
    repeated.stop();
    if (message instanceof Response response) {
      unanswered.remove(response.getToken());
      repeated.then.accept(new Outcome.Answered(response));
    } else if (repeated.message instanceof Request) {
      repeated.awaitResponse();
    } else {
      repeated.then.accept(new Outcome.Acknowledged());
    }
  }

  /// A response that comes by itself (RFC 7252, 5.2.2).
  private void separate(Response response) {
    Repeated repeated = unanswered.remove(response.getToken());
    if (repeated == null) {
      if (response.isConfirmable()) {
        reject(response.getMID());
      }
      return;
    }
    unacknowledged.remove(repeated.message.getMID());
    repeated.stop();
    if (response.isConfirmable()) {
      acknowledge(response);
    }
    repeated.then.accept(new Outcome.Answered(response));
  }

  private void rejected(int mid) {
    Repeated repeated = unacknowledged.remove(mid);
    if (repeated != null) {
      repeated.stop();
      unanswered.remove(repeated.message.getToken(), repeated);
      repeated.then.accept(new Outcome.Reset());
    } else {
      Optional.ofNullable(recentReports.remove(mid)).ifPresent(r -> r.accept(new Outcome.Reset()));
    }
  }

  private void reject(int mid) {
    Bytes answer = codec.empty(CoAP.Type.RST, mid);
    seen.answered(mid, answer);
    send(answer);
  }

  private void send(Bytes datagram) {
    if (!closed) {
      link.send(datagram);
    }
  }

  private int freshMid() {
    while (unacknowledged.containsKey(nextMid)) {
      nextMid = (nextMid + 1) & Message.MAX_MID;
    }
    int mid = nextMid;
    nextMid = (nextMid + 1) & Message.MAX_MID;
    return mid;
  }

  /// A confirmable message on its way, with its timer.
  private final class Repeated {
    private final Message message;
    private final Bytes datagram;
    private final Consumer<Outcome> then;
    private Duration wait = retransmission.firstWait(random);
    private int repetitions;
    private Lane.Later timer = () -> {};

    Repeated(Message message, Bytes datagram, Consumer<Outcome> then) {
      this.message = message;
      this.datagram = datagram;
      this.then = then;
    }

    /// Whether an acknowledgement may be meant for this: empty, or with the response to this
    /// request.
    boolean accepts(Message acknowledgement) {
      return !(acknowledgement instanceof Response response)
          || (message instanceof Request && response.getToken().equals(message.getToken()));
    }

    void transmit() {
      send(datagram);
      timer = lane.after(wait, this::unheard);
    }

    /// The peer has the request and works on it: wait as long as sending could have taken.
    void awaitResponse() {
      timer = lane.after(retransmission.longestWait(), this::giveUp);
    }

    void stop() {
      timer.cancel();
    }

    private void unheard() {
      if (repetitions == retransmission.maxRetransmit()) {
        giveUp();
        return;
      }
      repetitions++;
      wait = wait.multipliedBy(2);
      LOG.debug("coap repeats mid={} repetition={}", message.getMID(), repetitions);
      transmit();
    }

    private void giveUp() {
      link.unheard();
      unacknowledged.remove(message.getMID(), this);
      if (message instanceof Request) {
        unanswered.remove(message.getToken(), this);
      }
      then.accept(new Outcome.Silent());
    }
  }
}
