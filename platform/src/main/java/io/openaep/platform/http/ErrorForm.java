package io.openaep.platform.http;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A service whose paths have an error body of their own, also for what goes wrong before the
/// service is reached: a body that is announced too large, a broken chunk. Called on the request's
/// thread.
public interface ErrorForm {
  /// The members of the JSON object for an error, in order; empty if the path is not this
  /// service's.
  Optional<Map<String, @Nullable Object>> errorMembers(String path, int status, String sentence);

  /// The media type of those errors.
  default String errorContentType() {
    return Replies.JSON;
  }
}
