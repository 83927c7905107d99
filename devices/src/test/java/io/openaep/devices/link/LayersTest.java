package io.openaep.devices.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static final Bytes DATAGRAM = Bytes.hex("01");

  private final ManualLane lane = new ManualLane();
  private final MemoryDatagrams below = new MemoryDatagrams();
  private final List<Bytes> received = new ArrayList<>();

  private int passedOf(int count, Impairment impairment) {
    Datagrams impaired = impairment.over(below, lane);
    IntStream.range(0, count).forEach(_ -> impaired.send(DATAGRAM));
    int passed = 0;
    while (!below.silent()) {
      below.next();
      passed++;
    }
    return passed;
  }

  @Test
  void lossFollowsItsPercentageAndSeed() {
    Impairment tenth = new Impairment(10, Duration.ZERO, 42);
    int passed = passedOf(1000, tenth);

    assertThat(passed).isBetween(860, 940);
    assertThat(passedOf(1000, tenth)).as("same seed, same losses").isEqualTo(passed);
    assertThat(passedOf(50, new Impairment(100, Duration.ZERO, 1))).isZero();
    assertThat(Impairment.NONE.over(below, lane)).isSameAs(below);
  }

  @Test
  void roundTripIsHalfEachWayAndKeepsTheOrder() {
    Datagrams slow = new Impairment(0, Duration.ofMillis(300), 1).over(below, lane);
    slow.receiver(received::add);
    slow.send(DATAGRAM);
    below.deliver(Bytes.hex("02"));
    below.deliver(Bytes.hex("03"));
    lane.advance(Duration.ofMillis(149));
    assertThat(below.silent()).isTrue();
    assertThat(received).isEmpty();
    lane.advance(Duration.ofMillis(1));

    assertThat(below.next()).isEqualTo(DATAGRAM);
    assertThat(received).containsExactly(Bytes.hex("02"), Bytes.hex("03"));
  }

  @Test
  void someComeTwiceAndSomeAreOvertaken() {
    Datagrams bad = new Impairment(0, Duration.ZERO, 10, 30, 7).over(below, lane);
    bad.receiver(received::add);
    List<Bytes> sent =
        IntStream.range(0, 200).mapToObj(i -> Bytes.hex("%04x".formatted(i))).toList();
    for (Bytes datagram : sent) {
      below.deliver(datagram);
      lane.advance(Duration.ofMillis(5));
    }
    lane.advance(Duration.ofSeconds(1));

    assertThat(received).containsAll(sent).hasSizeBetween(205, 240);
    assertThat(received.stream().distinct().toList()).isNotEqualTo(sent);
  }

  @Test
  void nothingIsDeliveredAfterClose() {
    Datagrams slow = new Impairment(0, Duration.ofMillis(300), 1).over(below, lane);
    slow.receiver(received::add);
    below.deliver(DATAGRAM);
    slow.close();
    lane.advance(Duration.ofSeconds(1));

    assertThat(received).isEmpty();
    assertThat(below.closed()).isTrue();
  }

  @Test
  void impossibleNetworkIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Impairment(101, Duration.ZERO, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Impairment(0, Duration.ofMillis(-1), 1));
  }

  @Test
  void everyPacketCountsAndWhatTheRadioRefusesGoesNowhere() {
    List<String> counted = new ArrayList<>();
    boolean[] asleep = {false};
    AirDatagrams radio =
        new AirDatagrams(
            below,
            new Air() {
              @Override
              public boolean uplink() {
                counted.add("up");
                return !asleep[0];
              }

              @Override
              public boolean downlink() {
                counted.add("down");
                return !asleep[0];
              }
            });
    radio.receiver(received::add);
    radio.send(DATAGRAM);
    below.deliver(Bytes.hex("02"));
    asleep[0] = true;
    below.deliver(Bytes.hex("03"));
    radio.send(Bytes.hex("04"));

    assertThat(counted).containsExactly("up", "down", "down", "up");
    assertThat(below.next()).isEqualTo(DATAGRAM);
    assertThat(below.silent()).isTrue();
    assertThat(received).containsExactly(Bytes.hex("02"));
  }
}
