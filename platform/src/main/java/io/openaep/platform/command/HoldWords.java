package io.openaep.platform.command;

import io.openaep.platform.access.PowerMode;
import io.openaep.platform.command.Addressees.Addressee;
import io.openaep.platform.command.Decision.Expire;
import io.openaep.platform.command.Decision.FailNow;
import io.openaep.platform.command.Decision.HoldForConnection;
import io.openaep.platform.command.Decision.HoldForTurn;
import io.openaep.platform.command.Decision.HoldForUplink;
import io.openaep.platform.command.Decision.SendNow;
import io.openaep.platform.command.DeliveryPolicy.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Says of a held command why and until when: "PSM: leaves after the device's next report; it
/// reported every 4 h 0 min lately, so about 14:20; expires 15:05" (delivery rules, "Words for
/// people"). The expectation is a hint, never a rule. Thread-safe.
record HoldWords(Words words) {
  /// @param heard what is known of the device's rhythm, if it was heard since the start
  String say(
      Decision decision, Waiting command, Addressee addressee, Optional<Heard> heard, Instant now) {
    String expiry = command.immediate() ? "" : "; expires " + words.at(command.expiresAt(), now);
    return switch (decision) {
      case HoldForUplink hold ->
          hold.why() + heard.flatMap(it -> expectation(it, now)).orElse("") + expiry;
      case HoldForConnection hold ->
          hold.why()
              + heard
                  .filter(_ -> addressee.power() instanceof PowerMode.Psm)
                  .flatMap(it -> expectation(it, now))
                  .orElse("")
              + expiry;
      case HoldForTurn hold -> hold.why() + expiry;
      case SendNow _, Expire _, FailNow _ -> decision.why();
    };
  }

  private Optional<String> expectation(Heard heard, Instant now) {
    Optional<String> fromRhythm =
        heard
            .rhythm()
            .map(gap ->
                "; it reported every "
                    + Words.of(gap)
                    + " lately, so "
                    + expected(heard.wokeAt(), gap, now));
    return fromRhythm.or(() ->
        heard
            .lifetime()
            .filter(lifetime -> !lifetime.isZero())
            .map(lifetime -> "; it must report by " + words.at(heard.at().plus(lifetime), now)));
  }

  private String expected(Instant last, Duration gap, Instant now) {
    Instant next = last.plus(gap);
    return next.isBefore(now)
        ? "it is late since " + words.at(next, now)
        : "about " + words.at(next, now);
  }
}
