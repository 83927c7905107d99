package io.openaep.platform.data;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.journal.RecordReader;
import io.openaep.platform.journal.RecordWriter;
import java.time.Instant;
import java.util.List;

/// Where reports of one second lie, as numbers in few bytes: the position in the journal and, in
/// the lowest ten bits, the millisecond of the second. Of ascending numbers only the steps are
/// written: two or three bytes a report. Pure.
final class PackedPlaces {
  private static final int MILLIS_BITS = 10;
  private static final long MILLIS_MASK = (1L << MILLIS_BITS) - 1;

  private PackedPlaces() {}

  static long number(long atMillis, long position) {
    return position << MILLIS_BITS | Math.floorMod(atMillis, 1_000);
  }

  static long position(long number) {
    return number >> MILLIS_BITS;
  }

  /// @param second since 1970
  static Cursor place(long second, long number) {
    return new Cursor(
        Instant.ofEpochSecond(second, (number & MILLIS_MASK) * 1_000_000), position(number));
  }

  /// @param numbers ascending
  static byte[] pack(List<Long> numbers) {
    RecordWriter out = new RecordWriter(numbers.size() * 3 + 16).number(numbers.size());
    long before = 0;
    for (long number : numbers) {
      out.number(number - before);
      before = number;
    }
    return out.toArray();
  }

  static long[] unpack(byte[] packed) {
    RecordReader in = new RecordReader(packed);
    long count = in.number();
    if (count < 0 || count > packed.length) {
      throw in.damaged(count + " places are in " + packed.length + " bytes");
    }
    long[] numbers = new long[(int) count];
    long before = 0;
    for (int i = 0; i < numbers.length; i++) {
      before += in.number();
      numbers[i] = before;
    }
    in.end();
    return numbers;
  }
}
