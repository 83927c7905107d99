package io.openaep.platform.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RingsTest {
  private static final int NAMES = 16_000;

  /// A {@link HashMap} goes by the low bits of `h ^ h >>> 16`; the names of one part must still
  /// differ there.
  @Test
  void namesOfOnePartAreSpreadOverItsMap() {
    Map<Integer, BitSet> buckets = new HashMap<>();
    IntStream.range(0, NAMES)
        .map(i -> "10000001861234%06d".formatted(i).hashCode())
        .forEach(hash ->
            buckets
                .computeIfAbsent(Rings.partOf(hash), _ -> new BitSet())
                .set((hash ^ hash >>> 16) & 1023));
    assertThat(buckets).hasSize(16);
    assertThat(buckets.values()).allMatch(it -> it.cardinality() > 256);
  }
}
