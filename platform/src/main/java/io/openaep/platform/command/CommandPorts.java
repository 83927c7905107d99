package io.openaep.platform.command;

import io.openaep.platform.access.KeptCommands;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.journal.Journal;
import java.time.InstantSource;

/// What the command package needs from the rest of the platform.
///
/// @param kept asked after a restart about commands that look sent
public record CommandPorts(
    Journal journal,
    CommandStore store,
    Sessions sessions,
    Addressees addressees,
    KeptCommands kept,
    InstantSource clock) {

  /// Where no session outlives the platform.
  public CommandPorts(
      Journal journal,
      CommandStore store,
      Sessions sessions,
      Addressees addressees,
      InstantSource clock) {
    this(journal, store, sessions, addressees, (_, _) -> false, clock);
  }
}
