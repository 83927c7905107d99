package io.openaep.devices.at;

/// The host's command is wrong. Handlers throw it, mostly through {@link AtArguments}; the host
/// sees only the result code, {@link Refusals} the reason.
public final class AtException extends Exception {
  private static final long serialVersionUID = 1;

  /// What is wrong decides what the host sees.
  enum Kind {
    /// Not the syntax of this command: plain `ERROR` whatever the error level is.
    SYNTAX,
    /// A value that the command does not take: `ERROR` or, for 3GPP commands, a CME error.
    RANGE
  }

  private final Kind kind;
  private final String reason;

  private AtException(Kind kind, String reason) {
    super(reason, null, false, false);
    this.kind = kind;
    this.reason = reason;
  }

  /// Something is missing, left over, or not of the kind that is wanted.
  public static AtException syntax(String reason) {
    return new AtException(Kind.SYNTAX, reason);
  }

  /// A value is well formed but not one that the command takes.
  public static AtException range(String reason) {
    return new AtException(Kind.RANGE, reason);
  }

  Kind kind() {
    return kind;
  }

  public String reason() {
    return reason;
  }
}
