package io.openaep.platform.command;

/// Where a command is in its life (delivery rules, "What its states mean"). The table of allowed
/// transitions is {@link #mayBecome}. AEP's numbers and texts live in `northbound` and `push`.
public enum CommandStatus {
  SAVED,
  SENT,
  DELIVERED,
  COMPLETED,
  CANCELLED,
  FAILED;

  public boolean mayBecome(CommandStatus next) {
    return switch (this) {
      case SAVED -> next == SENT || next == CANCELLED || next == FAILED;
      case SENT -> next == DELIVERED || next == FAILED;
      case DELIVERED -> next == COMPLETED;
      case COMPLETED, CANCELLED, FAILED -> false;
    };
  }

  public boolean open() {
    return this == SAVED || this == SENT;
  }
}
