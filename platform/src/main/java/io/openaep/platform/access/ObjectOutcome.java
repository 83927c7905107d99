package io.openaep.platform.access;

/// What became of an {@link ObjectRequest}.
public sealed interface ObjectOutcome {
  /// 2.xx.
  ///
  /// @param code as text, `2.05`
  record Answered(String code, ObjectBody body) implements ObjectOutcome {}

  /// @param why never {@link SendOutcome.Delivered}
  record Unfulfilled(SendOutcome why) implements ObjectOutcome {
    public Unfulfilled {
      if (why instanceof SendOutcome.Delivered) {
        throw new IllegalArgumentException("what was delivered has an answer");
      }
    }
  }
}
