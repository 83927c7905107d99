/// The durable log of everything that happened, in order, and the tails that follow it. One writer
/// groups what arrived meanwhile into one commit; {@link
/// io.openaep.platform.journal.Journal#append} completes when the event is on disk. Session state
/// that an acknowledgement promises lives in the same file and is committed in the same transaction
/// ({@link io.openaep.platform.journal.StateChange}).
///
/// Start at {@link io.openaep.platform.journal.Journal}, then {@link
/// io.openaep.platform.journal.Event}.
@NullMarked
package io.openaep.platform.journal;

import org.jspecify.annotations.NullMarked;
