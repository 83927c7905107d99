package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/// A seeded random life of six devices on a virtual clock: commands and cancellations, uplinks
/// through an air that loses, doubles and reorders, connections that come and go before or after
/// their event, answers, refusals, silence, a full disk, a registry out of order, and kills between
/// any two steps. {@link DeliveryInvariants} and {@link LossyAir} watch. A failure names its seed;
/// put it into `ONLY` to walk through it again.
///
/// The same life with a bug planted in one part must fail: else nobody could say what the silence
/// of the invariants is worth.
class DeliverySimulationTest {
  /// `make soak` plays more.
  private static final int SEEDS = Integer.getInteger("openaep.seeds", 200);

  /// So many lives are enough to find a planted bug.
  private static final int SEEDS_FOR_A_BUG = 100;

  private static final String NEWEST = ", newest events:";

  private static final Optional<Long> ONLY = Optional.empty();

  private static final Logger LOG =
      (Logger) LoggerFactory.getLogger(Dispatcher.class.getPackageName());
  private static final Level USUAL = LOG.getEffectiveLevel();

  /// Thousands of faults are played on purpose.
  @BeforeAll
  static void logNothing() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAsUsual() {
    LOG.setLevel(USUAL);
  }

  @Test
  void whateverHappensCommandsAreNeitherLostNorDoubledNorLiedAbout() {
    int sends = 0;
    int acknowledged = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      DeliveryLife life = live(ONLY.orElse(seed), Parts.whole());
      sends += life.sends();
      acknowledged += life.acknowledged();
    }
    System.out.printf("simulation: seeds=%d sent=%d acknowledged=%d%n", SEEDS, sends, acknowledged);
    // the faults must leave enough of an ordinary life to prove something
    assertThat(sends).isGreaterThan(SEEDS * 10);
    assertThat(acknowledged).isGreaterThan(SEEDS * 3);
  }

  /// A bug, and what the simulation says of it.
  record Planted(String name, Supplier<Parts> parts, String finding) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Planted> bugs() {
    return Stream.of(
        new Planted(
            "an append that completes before it is written",
            Parts::appendsCompleteTooEarly,
            "before the first byte|is not stored|is in the journal"),
        new Planted(
            "a door that says delivered when the bytes have left",
            Parts::deliveredWithoutAnswer,
            "delivered is answered"),
        new Planted("a clock that is slow", Parts::slowClock, "is not sent after its time"),
        new Planted(
            "a store that forgets after a restart what was sent",
            Parts::forgetsWhatWasSent,
            "SENT to SENT|is sent once|has ended before"),
        new Planted(
            "two dispatchers on one journal", Parts::twoDispatchers, "SENT to SENT|is sent once"),
        new Planted(
            "a lane that does not wait for the command before",
            Parts::twoInFlight,
            "one in flight|has ended before"));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void plantedBugIsFound(Planted bug) {
    Throwable found =
        catchThrowable(() -> {
          for (long seed = 1; seed <= SEEDS_FOR_A_BUG; seed++) {
            live(seed, bug.parts().get());
          }
        });
    assertThat(found)
        .isInstanceOf(AssertionError.class)
        .rootCause()
        .hasMessageFindingMatch(bug.finding());
    System.out.printf(
        "planted: %s: %s: %s%n",
        bug, firstLine(found).replace(NEWEST, ""), firstLine(Throwables.getRootCause(found)));
  }

  private static String firstLine(Throwable of) {
    return String.valueOf(of.getMessage()).strip().lines().findFirst().orElse("").strip();
  }

  private static DeliveryLife live(long seed, Parts parts) {
    DeliveryLife life = new DeliveryLife(seed, parts);
    try {
      life.live();
      return life;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + NEWEST + "\n" + life.newest(), e);
    }
  }
}
