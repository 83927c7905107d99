package io.openaep.devices.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagedDatagramsTest {
  private final ManualLane lane = new ManualLane();
  private final MemoryDatagrams below = new MemoryDatagrams();
  private final List<Bytes> received = new ArrayList<>();
  private Duration untilHeard = Duration.ofSeconds(20);

  @Test
  void networkKeepsADatagramUntilTheDeviceListens() {
    Datagrams paged = new PagedDatagrams(below, lane, () -> untilHeard);
    paged.receiver(received::add);
    below.deliver(Bytes.hex("01"));
    lane.advance(Duration.ofMillis(19_999));
    assertThat(received).isEmpty();
    lane.advance(Duration.ofMillis(1));
    assertThat(received).containsExactly(Bytes.hex("01"));
    untilHeard = Duration.ZERO;
    below.deliver(Bytes.hex("02"));
    assertThat(received).containsExactly(Bytes.hex("01"), Bytes.hex("02"));
    paged.send(Bytes.hex("03"));
    assertThat(below.next()).isEqualTo(Bytes.hex("03"));
  }

  @Test
  void nothingIsDeliveredAfterClose() {
    Datagrams paged = new PagedDatagrams(below, lane, () -> untilHeard);
    paged.receiver(received::add);
    below.deliver(Bytes.hex("01"));
    paged.close();
    lane.advance(Duration.ofMinutes(1));
    assertThat(received).isEmpty();
    assertThat(below.closed()).isTrue();
  }
}
