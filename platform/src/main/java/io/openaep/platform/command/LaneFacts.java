package io.openaep.platform.command;

import java.time.Instant;
import java.util.Optional;

/// What is known of a device at the moment of a decision. Positions are places in the journal, 0 =
/// never.
///
/// @param reachable there is a live connection or registration that a command can be sent on
/// @param occupied another command of the device is in flight or due before this one
/// @param lastUplink the newest uplink since the platform started: a restart ends every contact,
///   because nobody can say whether the device is still awake
/// @param lastHeard the newest uplink or answer; {@link Instant#MIN} if there was none
/// @param contactClosed the newest TIMEOUT: the device has stopped listening
record LaneFacts(
    boolean reachable, boolean occupied, long lastUplink, Instant lastHeard, long contactClosed) {

  /// @param lane empty if the device has no open command
  /// @param heard empty if it was not heard since the platform started
  static LaneFacts of(
      Optional<Lane> lane, Optional<Heard> heard, boolean reachable, boolean occupied) {
    Instant heardAt = heard.map(Heard::at).orElse(Instant.MIN);
    Instant answerAt = lane.map(Lane::lastAnswer).orElse(Instant.MIN);
    return new LaneFacts(
        reachable,
        occupied,
        heard.map(Heard::position).orElse(0L),
        heardAt.isAfter(answerAt) ? heardAt : answerAt,
        lane.map(Lane::contactClosed).orElse(0L));
  }
}
