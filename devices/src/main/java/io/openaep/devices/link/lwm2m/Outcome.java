package io.openaep.devices.link.lwm2m;

import org.eclipse.californium.core.coap.Response;

/// How a confirmable message of ours ended.
sealed interface Outcome {
  /// The response, with the acknowledgement or after it.
  record Answered(Response response) implements Outcome {}

  /// The peer's message layer has it; all that a report gets.
  record Acknowledged() implements Outcome {}

  /// The peer rejected it by a reset.
  record Reset() implements Outcome {}

  /// Nothing came back, not even to the last repetition.
  record Silent() implements Outcome {}
}
