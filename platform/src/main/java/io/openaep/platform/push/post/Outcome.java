package io.openaep.platform.push.post;

/// What became of one POST.
public sealed interface Outcome {
  /// HTTP 200: AEP's only success (AEP northbound, section 5).
  record Accepted() implements Outcome {}

  /// The receiver answered something else.
  record Answered(int status) implements Outcome {}

  /// There was no answer: not connected, not in time, not HTTP, or the address is not allowed.
  ///
  /// @param reason in plain words
  record Failed(String reason) implements Outcome {}

  /// For logs and dead letters.
  default String words() {
    return switch (this) {
      case Accepted _ -> "HTTP 200";
      case Answered(int status) -> "the receiver answered HTTP " + status;
      case Failed(String reason) -> reason;
    };
  }
}
