package io.openaep.platform.command;

import io.openaep.platform.access.KeptCommands;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.Tap;
import io.openaep.platform.journal.Journal;
import java.time.InstantSource;

/// What the command package needs from the rest of the platform.
///
/// @param kept asked after a restart about commands that look sent
/// @param past when devices reported before this run
/// @param tap hears of responses that count for nothing
public record CommandPorts(
    Journal journal,
    CommandStore store,
    Sessions sessions,
    Addressees addressees,
    KeptCommands kept,
    PastReports past,
    Tap tap,
    InstantSource clock) {

  /// Where no session outlives the platform, there is no history and nobody looks.
  public CommandPorts(
      Journal journal,
      CommandStore store,
      Sessions sessions,
      Addressees addressees,
      InstantSource clock) {
    this(journal, store, sessions, addressees, (_, _) -> false, PastReports.NONE, Tap.BLIND, clock);
  }
}
