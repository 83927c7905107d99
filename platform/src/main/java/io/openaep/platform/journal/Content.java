package io.openaep.platform.journal;

/// What decoding made of a report's bytes, which are kept beside it whatever it is.
public sealed interface Content {
  /// A transparent product: the platform does not look inside.
  record Opaque() implements Content {}

  /// The bytes do not fit what the product promises.
  ///
  /// @param reason in plain words
  record Undecodable(String reason) implements Content {}
}
