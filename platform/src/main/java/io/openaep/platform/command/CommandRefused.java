package io.openaep.platform.command;

/// A command that is not accepted, with the sentence for the caller.
public final class CommandRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandRefused(String reason) {
    super(reason);
  }
}
