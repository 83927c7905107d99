package io.openaep.platform.access.lwm2m.coap;

import io.openaep.platform.access.Receipt;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.elements.EndpointContext;

/// Where messages on observations go to be stored.
public interface NotificationSink {
  /// Starts storing. Called on the protocol thread; must not block.
  ///
  /// @return completes, on any thread, when it is on disk: then a confirmable message is
  ///   acknowledged; exceptionally when it could not be stored: then the layer stays silent and
  ///   takes the device's next transmission as new
  CompletionStage<Receipt> arrived(Notification notification);

  /// A message was refused for good or dropped for now; counted and logged by the implementation.
  /// On the protocol thread.
  ///
  /// @param kind a short fixed word for metrics
  void refused(Token token, EndpointContext peer, String kind, String reason);
}
