package io.openaep.devices.link.lwm2m;

import io.openaep.devices.link.Lane;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's requests that the module's host has not answered yet. A quick answer travels in the
/// acknowledgement; after 2 s the request is acknowledged alone and the answer follows by itself
/// (RFC 7252, 5.2.2); after 60 s it is answered 5.00 (AT reference of QLW, "timing and
/// repetition").
final class PendingAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(PendingAnswers.class);

  private static final Duration ACKNOWLEDGE_AFTER = Duration.ofSeconds(2);
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);
  private static final int LIMIT = 32;

  private final CoapExchanges exchanges;
  private final Lane lane;
  private final Map<Integer, Pending> byMid = new HashMap<>();

  PendingAnswers(CoapExchanges exchanges, Lane lane) {
    this.exchanges = exchanges;
    this.lane = lane;
  }

  /// Keeps `request` until it is answered.
  ///
  /// @return whether there was room; if not, it has been answered 5.03
  boolean add(Request request, Lwm2mRequest asked) {
    if (byMid.size() >= LIMIT) {
      new Pending(request, asked).send(new Response(ResponseCode.SERVICE_UNAVAILABLE));
      return false;
    }
    Pending pending = new Pending(request, asked);
    byMid.put(request.getMID(), pending);
    pending.start();
    return true;
  }

  Optional<Pending> find(int mid) {
    return Optional.ofNullable(byMid.get(mid));
  }

  void clear() {
    byMid.values().forEach(Pending::stop);
    byMid.clear();
  }

  /// One such request.
  final class Pending {
    final Request request;
    final Lwm2mRequest asked;
    private boolean acknowledged;
    private Lane.Later acknowledgement = () -> {};
    private Lane.Later givingUp = () -> {};

    Pending(Request request, Lwm2mRequest asked) {
      this.request = request;
      this.asked = asked;
    }

    private void start() {
      if (request.isConfirmable()) {
        acknowledgement = lane.after(ACKNOWLEDGE_AFTER, this::acknowledge);
      }
      givingUp = lane.after(GIVE_UP_AFTER, this::giveUp);
    }

    private void stop() {
      acknowledgement.cancel();
      givingUp.cancel();
    }

    private void acknowledge() {
      acknowledged = true;
      exchanges.acknowledge(request);
    }

    private void giveUp() {
      LOG.info("lwm2m request not answered by the host mid={}", request.getMID());
      answer(new Response(ResponseCode.INTERNAL_SERVER_ERROR));
    }

    void answer(Response response) {
      stop();
      byMid.remove(request.getMID(), this);
      send(response);
    }

    private void send(Response whole) {
      Response response = exchanges.blocks().shape(request, whole);
      Consumer<Outcome> unheeded = _ -> {};
      if (request.isConfirmable() && !acknowledged) {
        exchanges.reply(request, response);
        return;
      }
      response.setToken(request.getToken());
      if (request.isConfirmable()) {
        exchanges.confirmable(response, unheeded);
      } else {
        exchanges.unconfirmable(response, unheeded);
      }
    }
  }
}
