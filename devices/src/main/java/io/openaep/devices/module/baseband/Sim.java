package io.openaep.devices.module.baseband;

import java.util.Optional;

/// The card as the module sees it: there or not, open or behind its PIN. On the loop.
public final class Sim {
  /// Tries until the PUK is asked for, which this card does not have.
  public static final int PIN_TRIES = 3;

  /// What `AT+CPIN?` says.
  public enum State {
    READY,
    PIN_REQUIRED,
    /// Wrong PINs: nothing opens it any more.
    BLOCKED,
    NOT_INSERTED
  }

  private static final String LOCK = "sim.lock";
  private static final String TRIES = "sim.tries";

  private final NonVolatile card;
  private final Surroundings surroundings;
  private final Optional<String> pin;
  private boolean open;

  /// @param pin of a card that has one
  public Sim(Optional<String> pin, NonVolatile card, Surroundings surroundings) {
    this.pin = pin;
    this.card = card;
    this.surroundings = surroundings;
    this.open = !locked();
  }

  public State state() {
    if (!surroundings.simInserted()) {
      return State.NOT_INSERTED;
    }
    if (triesLeft() == 0) {
      return State.BLOCKED;
    }
    return open ? State.READY : State.PIN_REQUIRED;
  }

  /// Whether the card asks for its PIN at start.
  public boolean locked() {
    return card.read(LOCK, Boolean.class).orElse(pin.isPresent());
  }

  public int triesLeft() {
    return card.read(TRIES, Integer.class).orElse(PIN_TRIES);
  }

  /// Opens the card.
  ///
  /// @return whether the PIN was right; a wrong one costs a try
  public boolean enter(String given) {
    boolean right = right(given);
    open |= right;
    return right;
  }

  /// Makes the card ask for its PIN from the next start on, or not.
  ///
  /// @return whether the PIN was right
  public boolean lock(boolean locked, String given) {
    boolean right = right(given);
    if (right) {
      card.write(LOCK, locked);
    }
    return right;
  }

  private boolean right(String given) {
    if (triesLeft() == 0) {
      return false;
    }
    boolean right = pin.map(given::equals).orElse(false);
    card.write(TRIES, right ? PIN_TRIES : triesLeft() - 1);
    return right;
  }

  /// The card was taken out or put in: a locked one asks again.
  public void changed() {
    open = !locked();
  }
}
