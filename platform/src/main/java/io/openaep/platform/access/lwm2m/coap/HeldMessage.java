package io.openaep.platform.access.lwm2m.coap;

import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.eclipse.californium.elements.EndpointContext;

/// A confirmable message that was received and not yet acknowledged. Its changes are made on the
/// protocol thread and read on the journal's writer thread too.
final class HeldMessage {
  final KeyMID key;
  final Exchange exchange;
  final Response response;
  final long sinceNanos;
  private volatile EndpointContext answerTo;
  private volatile boolean storing;
  private volatile boolean disputed;

  HeldMessage(KeyMID key, Exchange exchange, Response response, long sinceNanos) {
    this.key = key;
    this.exchange = exchange;
    this.response = response;
    this.sinceNanos = sinceNanos;
    this.answerTo = response.getSourceContext();
  }

  /// A message with the same key came while this one is held. If it is the same, its source is
  /// where the acknowledgement goes. If not, the device has started its message ids anew (a module
  /// after a reset): an acknowledgement would be taken for the new message, so there will be none.
  void seenAgain(Response again) {
    if (SameMessage.of(response, again)) {
      answerTo = again.getSourceContext();
    } else {
      disputed = true;
    }
  }

  /// A later part of the same body came from there.
  void heardFrom(EndpointContext peer) {
    answerTo = peer;
  }

  EndpointContext answerTo() {
    return answerTo;
  }

  boolean disputed() {
    return disputed;
  }

  void storing() {
    storing = true;
  }

  boolean isStoring() {
    return storing;
  }
}
