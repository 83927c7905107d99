package io.openaep.platform.access.socket;

import io.openaep.platform.access.SendOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The one command that a connection may have on its way, from being asked for to its outcome. It
/// knows whether a byte may have left, because that decides between "not sent" and "unanswered"
/// (delivery rules, "What its states mean"). Lives on the connection's event loop.
public final class CommandInFlight {
  private Optional<Current> current = Optional.empty();

  private record Current(
      CompletableFuture<SendOutcome> outcome,
      Duration patience,
      Instant leavesBefore,
      Optional<Instant> leftAt) {
    Current left(Instant at) {
      return new Current(outcome, patience, leavesBefore, Optional.of(at));
    }
  }

  /// Takes the place, or refuses because it is taken.
  ///
  /// @param patience how long after leaving the answer may take
  /// @param leavesBefore see {@link io.openaep.platform.access.Downlink}
  /// @return whether the command may go on
  public boolean begin(
      CompletableFuture<SendOutcome> outcome, Duration patience, Instant leavesBefore) {
    if (current.isPresent()) {
      outcome.complete(new SendOutcome.NotSent("another command of the device is on its way"));
      return false;
    }
    current = Optional.of(new Current(outcome, patience, leavesBefore, Optional.empty()));
    return true;
  }

  /// The command's bytes are about to be written: from now on they may have arrived. One whose time
  /// is over ends here instead: it is never sent afterwards (delivery rules, "When a command
  /// leaves").
  ///
  /// @return whether they may be written
  public boolean leaving(Instant now) {
    if (current.map(it -> isTooLate(it, now)).orElse(true)) {
      settle(new SendOutcome.Overdue());
      return false;
    }
    current = current.map(it -> it.left(now));
    return true;
  }

  /// Whether it waits to leave and may not any more.
  public boolean expired(Instant now) {
    return current.filter(it -> it.leftAt().isEmpty() && isTooLate(it, now)).isPresent();
  }

  private static boolean isTooLate(Current command, Instant now) {
    return !now.isBefore(command.leavesBefore());
  }

  /// The command has its outcome; the place is free.
  public void settle(SendOutcome outcome) {
    current.ifPresent(it -> {
      current = Optional.empty();
      it.outcome().complete(outcome);
    });
  }

  /// Whether the command left longer ago than its answer may take.
  public boolean overdue(Instant now) {
    return current
        .flatMap(it -> it.leftAt().map(left -> !now.isBefore(left.plus(it.patience()))))
        .orElse(false);
  }

  /// Nothing was read lately, so the answer may be there: its time begins anew.
  public void excuse(Instant now) {
    current = current.map(it -> it.leftAt().isEmpty() ? it : it.left(now));
  }

  /// The connection is over; `why` says how, for people.
  ///
  /// @param kept the next connection of the device sends the same message again
  public void abandon(String why, boolean kept) {
    current.ifPresent(it -> {
      if (it.leftAt().isEmpty()) {
        settle(new SendOutcome.NotSent(why));
      } else {
        settle(kept ? new SendOutcome.Kept(why) : new SendOutcome.Unanswered(why));
      }
    });
  }
}
