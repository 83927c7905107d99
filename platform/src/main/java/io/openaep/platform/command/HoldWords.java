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
      case HoldForUplink hold -> hold.why() + hint(heard, now) + expiry;
      case HoldForConnection hold ->
          hold.why()
              + hint(heard.filter(_ -> addressee.power() instanceof PowerMode.Psm), now)
              + expiry;
      case HoldForTurn hold -> hold.why() + expiry;
      case SendNow _, Expire _, FailNow _ -> decision.why();
    };
  }

  private String hint(Optional<Heard> heard, Instant now) {
    return heard.flatMap(it -> expected(it, now)).map(it -> "; " + it.words()).orElse("");
  }

  /// When the device is expected: from its rhythm, else by its lifetime.
  Optional<Expected> expected(Heard heard, Instant now) {
    Optional<Expected> fromRhythm = heard.rhythm().map(gap -> fromRhythm(heard.wokeAt(), gap, now));
    return fromRhythm.or(() ->
        heard
            .lifetime()
            .filter(lifetime -> !lifetime.isZero())
            .map(lifetime -> heard.at().plus(lifetime))
            .map(by -> new Expected(by, "it must report by " + words.at(by, now))));
  }

  private Expected fromRhythm(Instant last, Duration gap, Instant now) {
    Instant next = last.plus(gap);
    String when =
        next.isBefore(now)
            ? "it is late since " + words.at(next, now)
            : "about " + words.at(next, now);
    return new Expected(next, "it reported every " + Words.of(gap) + " lately, so " + when);
  }
}
