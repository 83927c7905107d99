package io.openaep.platform.access.lwm2m;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;

/// The one answer to a request of a device, which waits for the journal. Until it is given,
/// Californium ignores the device's retransmissions; there is never an empty acknowledgement before
/// it, which would make the device stop repeating although nothing is stored. If the journal takes
/// too long the answer is 5.03, before the device gives up by itself. On the protocol thread.
final class PendingAnswer {
  private final Exchange exchange;
  private final Duration retryAfter;
  private final Future<?> timer;
  private boolean given;

  PendingAnswer(Exchange exchange, Parts parts) {
    this.exchange = exchange;
    this.retryAfter = parts.config.times().retryAfter();
    this.timer =
        parts.protocol.schedule(
            () -> unavailable(), parts.config.times().storing().toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Answers, if that was not done yet.
  ///
  /// @return whether this was the answer
  boolean give(Response response) {
    if (given) {
      return false;
    }
    given = true;
    timer.cancel(false);
    exchange.sendResponse(response);
    return true;
  }

  void unavailable() {
    give(unavailable(retryAfter));
  }

  static Response unavailable(Duration retryAfter) {
    Response response = new Response(ResponseCode.SERVICE_UNAVAILABLE);
    response.getOptions().setMaxAge(retryAfter.toSeconds());
    response.setPayload("The platform cannot store this now; try again later.");
    return response;
  }
}
