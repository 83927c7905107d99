package io.openaep.platform.access;

import io.openaep.wire.Bytes;
import java.util.Optional;

/// Makes the payload of a write out of what a person or an application wrote. A port, because the
/// object models and content formats live with the LwM2M doors. Stateless; thread-safe.
public interface ObjectCodec {
  /// @param contentFormat the one wanted; else the best for the path is chosen
  /// @param json for a resource a JSON value (opaque bytes as hex text, a time as ISO 8601 text),
  ///   or an object of instance id to value; for an instance an object of resource id to such a
  ///   value
  Encoding encode(ObjectPath path, Optional<Integer> contentFormat, String json);

  /// What became of it.
  sealed interface Encoding {
    record Ready(int contentFormat, Bytes payload) implements Encoding {}

    /// @param reason a sentence that says what to change
    record Impossible(String reason) implements Encoding {}
  }
}
