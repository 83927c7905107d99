package io.openaep.platform.access;

import java.util.concurrent.CompletionStage;

/// Stores what devices did. Filled by `ingest`.
public interface Uplinks {
  /// Looks up the product, decodes the payload and appends the event.
  ///
  /// The stage completes on the journal's writer thread when the event is on disk; nothing but
  /// sending the acknowledgement may be done there. It completes exceptionally with {@link
  /// NotStored} when it could not be stored: then the device must not be acknowledged. Messages of
  /// one session are stored in the order of the calls.
  CompletionStage<Receipt> store(Inbound inbound);
}
