package io.openaep.platform.access.lwm2m;

import io.openaep.wire.Bytes;
import java.util.Optional;
import org.eclipse.californium.core.coap.Response;

/// What became of one request to a device.
sealed interface RequestResult {
  /// @param success 2.xx
  /// @param code as text, `2.04`
  /// @param observing the device has taken the request as an observation
  record Answered(
      boolean success,
      String code,
      Optional<Integer> contentFormat,
      Bytes payload,
      boolean observing)
      implements RequestResult {
    static Answered of(Response response) {
      int format = response.getOptions().getContentFormat();
      byte[] payload = response.getPayload();
      return new Answered(
          response.isSuccess(),
          response.getCode().text,
          format < 0 ? Optional.empty() : Optional.of(format),
          payload == null ? Bytes.EMPTY : Bytes.wrap(payload),
          response.getOptions().hasObserve());
    }
  }

  /// RST: the device does not know what this is about.
  record Rejected() implements RequestResult {}

  /// It left, and no answer came; it may have arrived.
  record Silent(String reason) implements RequestResult {}

  /// Certain that no byte left.
  record NotSent(String reason) implements RequestResult {}
}
