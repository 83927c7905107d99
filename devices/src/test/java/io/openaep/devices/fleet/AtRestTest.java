package io.openaep.devices.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class AtRestTest {
  @Test
  void whatStillComesIsAwaitedHoweverLongAReadingTakes() throws Exception {
    assertThat(read(missing(9), missing(5), missing(1), missing(0), missing(0)).lost()).isZero();
  }

  @Test
  void whatDoesNotComeIsLost() throws Exception {
    assertThat(read(missing(9), missing(2), missing(2)).lost()).isEqualTo(2);
  }

  @Test
  void aSecondCopyThatComesLateIsSeen() throws Exception {
    assertThat(read(missing(0), doubled(1), doubled(1)).duplicates()).isEqualTo(1);
  }

  @Test
  void whatIsMissingIsAskedForAgainAsLongAsThereIsPatience() throws Exception {
    Iterator<Verification.Result> readings =
        List.of(missing(2), missing(2), missing(2), missing(0), missing(0)).iterator();
    assertThat(AtRest.of(readings::next, Duration.ofSeconds(60)).lost()).isZero();
  }

  /// With no patience at all: every reading takes longer.
  private static Verification.Result read(Verification.Result... readings) throws Exception {
    Iterator<Verification.Result> left = List.of(readings).iterator();
    Verification.Result found = AtRest.of(left::next, Duration.ZERO);
    assertThat(left.hasNext()).as("readings are left").isFalse();
    return found;
  }

  private static Verification.Result missing(long lost) {
    return new Verification.Result(100 - lost, lost, 0, 0);
  }

  private static Verification.Result doubled(long copies) {
    return new Verification.Result(100 + copies, 0, copies, 0);
  }
}
