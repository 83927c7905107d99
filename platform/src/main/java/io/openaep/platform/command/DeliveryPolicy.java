package io.openaep.platform.command;

import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.command.Addressees.Addressee;
import io.openaep.platform.command.Decision.Expire;
import io.openaep.platform.command.Decision.FailNow;
import io.openaep.platform.command.Decision.HoldForConnection;
import io.openaep.platform.command.Decision.HoldForTurn;
import io.openaep.platform.command.Decision.HoldForUplink;
import io.openaep.platform.command.Decision.SendNow;
import java.time.Duration;
import java.time.Instant;

/// When a command leaves: the delivery rules' table as one pure function. It keeps nothing and asks
/// nobody, so a test can walk the table row by row, and the console can ask "why is it held" with
/// the same words that decided it. Thread-safe.
///
/// @param contactQuiet see {@link CommandBounds#contactQuiet}
record DeliveryPolicy(Duration contactQuiet) {
  /// On eDRX the answer may take one paging cycle; then this much more is waited before giving up.
  private static final Duration PAGING_MARGIN = Duration.ofSeconds(10);

  /// A command that has not left yet.
  ///
  /// @param position of its CommandSaved in the journal
  /// @param ttl 0 = now or never
  record Waiting(long position, Instant createdAt, Duration ttl) {
    Instant expiresAt() {
      return createdAt.plus(ttl);
    }

    boolean immediate() {
      return ttl.isZero();
    }
  }

  Decision decide(Waiting command, Addressee addressee, LaneFacts lane, Instant now) {
    if (!command.immediate() && !now.isBefore(command.expiresAt())) {
      return new Expire("not sent within its time to live of " + Words.of(command.ttl()));
    }
    Decision decision = whenever(command, addressee, lane, now);
    if (!command.immediate()) {
      return decision;
    }
    return switch (decision) {
      case SendNow now0 -> now0;
      case HoldForUplink _, HoldForConnection _, HoldForTurn _, Expire _, FailNow _ ->
          new FailNow("time to live 0 means now or never, and " + obstacle(decision, addressee));
    };
  }

  private Decision whenever(Waiting command, Addressee addressee, LaneFacts lane, Instant now) {
    if (!lane.reachable()) {
      return new HoldForConnection(unreachable(addressee));
    }
    if (addressee.protocol() == Protocol.LWM2M
        && addressee.power() instanceof PowerMode.Psm
        && !inContact(command, lane, now)
        && !inActiveWindow(addressee, lane, now)) {
      return new HoldForUplink("PSM: leaves after the device's next report");
    }
    if (lane.occupied()) {
      return new HoldForTurn("waits for its turn: another command of the device is before it");
    }
    return new SendNow(patience(addressee.power()));
  }

  /// Strict, as AEP: only what was saved before an uplink leaves after it; an unanswered command
  /// closes the contact.
  private boolean inContact(Waiting command, LaneFacts lane, Instant now) {
    return lane.lastUplink() > command.position()
        && lane.lastUplink() > lane.contactClosed()
        && !now.isAfter(lane.lastHeard().plus(contactQuiet));
  }

  /// The product says how long its devices listen after an exchange: within it, what was saved
  /// after the uplink leaves too.
  private static boolean inActiveWindow(Addressee addressee, LaneFacts lane, Instant now) {
    Duration window = addressee.options().activeWindow();
    return !window.isZero()
        && lane.lastUplink() > lane.contactClosed()
        && !now.isAfter(lane.lastHeard().plus(window));
  }

  private static Duration patience(PowerMode power) {
    return switch (power) {
      case PowerMode.Psm _, PowerMode.Drx _ -> Duration.ZERO;
      case PowerMode.Edrx edrx -> edrx.window().plus(PAGING_MARGIN);
    };
  }

  private static String unreachable(Addressee addressee) {
    return switch (addressee.protocol()) {
      case LWM2M -> "the device is not registered: leaves after its next registration";
      case MQTT, TCP -> "the device is not connected: leaves when it connects";
    };
  }

  private static String obstacle(Decision decision, Addressee addressee) {
    return switch (decision) {
      case HoldForConnection _ ->
          addressee.protocol() == Protocol.LWM2M
              ? "the device is not registered"
              : "the device is not connected";
      case HoldForUplink _ -> "the device sleeps (PSM) until its next report";
      case HoldForTurn _ -> "another command of the device is before it";
      case SendNow _, Expire _, FailNow _ -> decision.why();
    };
  }
}
