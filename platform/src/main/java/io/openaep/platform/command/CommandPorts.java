package io.openaep.platform.command;

import io.openaep.platform.access.Sessions;
import io.openaep.platform.journal.Journal;
import java.time.InstantSource;

/// What the command package needs from the rest of the platform.
public record CommandPorts(
    Journal journal,
    CommandStore store,
    Sessions sessions,
    Addressees addressees,
    InstantSource clock) {}
