package io.openaep.platform.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.journal.UnreadableRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PackedPlacesTest {
  private static final long NOON = Instant.parse("2026-11-22T12:00:00Z").getEpochSecond();

  @Test
  void eachPlaceIsReadAsItWasWritten() {
    List<Long> numbers =
        List.of(
            PackedPlaces.number(NOON * 1_000 + 999, 1),
            PackedPlaces.number(NOON * 1_000, 2),
            PackedPlaces.number(NOON * 1_000 + 7, 1L << 52));
    long[] read = PackedPlaces.unpack(PackedPlaces.pack(numbers));
    assertThat(Arrays.stream(read).mapToObj(number -> PackedPlaces.place(NOON, number)))
        .containsExactly(
            new Cursor(Instant.ofEpochSecond(NOON, 999_000_000), 1),
            new Cursor(Instant.ofEpochSecond(NOON), 2),
            new Cursor(Instant.ofEpochSecond(NOON, 7_000_000), 1L << 52));
  }

  @Test
  void aReportThatFollowsAnotherTakesTwoBytes() {
    List<Long> numbers =
        LongStream.rangeClosed(1, 100).map(i -> PackedPlaces.number(i % 1_000, i)).boxed().toList();
    assertThat(PackedPlaces.pack(numbers)).hasSizeLessThanOrEqualTo(2 * 100 + 1);
  }

  @Test
  void aTimeBefore1970HasItsPlaceToo() {
    long number = PackedPlaces.number(-1, 5);
    assertThat(PackedPlaces.place(-1, number)).isEqualTo(new Cursor(Instant.ofEpochMilli(-1), 5));
  }

  @Test
  void aDamagedRowIsSaidToBeOne() {
    byte[] packed = PackedPlaces.pack(List.of(PackedPlaces.number(1, 1)));
    assertThatThrownBy(() -> PackedPlaces.unpack(Arrays.copyOf(packed, packed.length + 1)))
        .isInstanceOf(UnreadableRecord.class);
    assertThatThrownBy(() -> PackedPlaces.unpack(new byte[] {127, 1}))
        .isInstanceOf(UnreadableRecord.class);
  }
}
