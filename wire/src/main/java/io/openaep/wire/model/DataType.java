package io.openaep.wire.model;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a property or parameter can hold (AEP device protocols, 1.7, table of data types). Each
/// type pairs with one kind of {@link Value}.
public sealed interface DataType {
  /// AEP's counts of bytes have 16 bits.
  int TEXT_LIMIT_BYTES = 65_535;

  /// Whether a value is of the type's kind and can be written with it.
  boolean holds(Value value);

  /// What is odd about a value that it holds, such as `120 is above its maximum 100`; empty if
  /// nothing is.
  Optional<String> oddity(Value value);

  /// The fewest bytes that a value takes in the compact binary form.
  int leastBytes();

  /// Integers of one, two or four bytes.
  record Whole(Width width, Bounds bounds) implements DataType {
    @Override
    public boolean holds(Value value) {
      return value instanceof Value.Whole(long number) && width.holds(number);
    }

    @Override
    public Optional<String> oddity(Value value) {
      return value instanceof Value.Whole(long number)
          ? bounds.oddity(BigDecimal.valueOf(number))
          : Optional.empty();
    }

    @Override
    public int leastBytes() {
      return width.sizeBytes();
    }
  }

  /// IEEE 754 of four bytes (单精度).
  record Single(Bounds bounds) implements DataType {
    @Override
    public boolean holds(Value value) {
      return value instanceof Value.Single;
    }

    @Override
    public Optional<String> oddity(Value value) {
      return value instanceof Value.Single(float number)
          ? odd(bounds, Float.isFinite(number), Float.toString(number))
          : Optional.empty();
    }

    @Override
    public int leastBytes() {
      return 4;
    }
  }

  /// IEEE 754 of eight bytes (双精度).
  record Real(Bounds bounds) implements DataType {
    @Override
    public boolean holds(Value value) {
      return value instanceof Value.Real;
    }

    @Override
    public Optional<String> oddity(Value value) {
      return value instanceof Value.Real(double number)
          ? odd(bounds, Double.isFinite(number), Double.toString(number))
          : Optional.empty();
    }

    @Override
    public int leastBytes() {
      return 8;
    }
  }

  /// An enum (枚举): 0…255 and a text for each number.
  record Choice(SortedMap<Integer, String> texts) implements DataType {
    /// @throws InvalidModel if a number is not within 0…255
    public Choice {
      texts.keySet().forEach(Choice::check);
      texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    public static Choice of(Map<Integer, String> texts) {
      return new Choice(new TreeMap<>(texts));
    }

    private static void check(int number) {
      InvalidModel.unless(inByte(number), "the enum number " + number + " is not within 0…255");
    }

    private static boolean inByte(long number) {
      return number >= 0 && number <= 255;
    }

    @Override
    public boolean holds(Value value) {
      return value instanceof Value.Choice(int number) && inByte(number);
    }

    /// An enum without texts takes any number.
    @Override
    public Optional<String> oddity(Value value) {
      return value instanceof Value.Choice(int number)
              && !texts.isEmpty()
              && !texts.containsKey(number)
          ? Optional.of(number + " is none of its enum numbers")
          : Optional.empty();
    }

    @Override
    public int leastBytes() {
      return 1;
    }
  }

  /// A bool (布尔) and what its two values mean.
  record Flag(String falseText, String trueText) implements DataType {
    @Override
    public boolean holds(Value value) {
      return value instanceof Value.Flag;
    }

    @Override
    public Optional<String> oddity(Value value) {
      return Optional.empty();
    }

    @Override
    public int leastBytes() {
      return 1;
    }
  }

  /// A date (时间): milliseconds since 1970.
  record Moment() implements DataType {
    @Override
    public boolean holds(Value value) {
      return value instanceof Value.Moment;
    }

    @Override
    public Optional<String> oddity(Value value) {
      return Optional.empty();
    }

    @Override
    public int leastBytes() {
      return 8;
    }
  }

  /// A text of exactly so many bytes (定长字符串); a shorter one is filled up with zero bytes, which are
  /// taken off again.
  record FixedText(int sizeBytes) implements DataType {
    /// @throws InvalidModel if the size is not within 1…65535
    public FixedText {
      InvalidModel.unless(
          sizeBytes >= 1 && sizeBytes <= TEXT_LIMIT_BYTES,
          "the len of a fix-string is from 1 to 65535");
    }

    @Override
    public boolean holds(Value value) {
      return value instanceof Value.Text(String text)
          && utf8Bytes(text) <= sizeBytes
          && encodable(text)
          && !text.endsWith("\0");
    }

    @Override
    public Optional<String> oddity(Value value) {
      return Optional.empty();
    }

    @Override
    public int leastBytes() {
      return sizeBytes;
    }
  }

  /// A text behind its length (变长字符串).
  record Text() implements DataType {
    @Override
    public boolean holds(Value value) {
      return value instanceof Value.Text(String text)
          && utf8Bytes(text) <= TEXT_LIMIT_BYTES
          && encodable(text);
    }

    @Override
    public Optional<String> oddity(Value value) {
      return Optional.empty();
    }

    @Override
    public int leastBytes() {
      return 2;
    }
  }

  /// How wide an integer is. The vendor's form offers four signed bytes; the others are seen in
  /// code that its generator made.
  enum Width {
    INT8(1, true),
    UINT8(1, false),
    INT16(2, true),
    UINT16(2, false),
    INT32(4, true),
    UINT32(4, false);

    private final int sizeBytes;
    private final boolean signed;

    Width(int sizeBytes, boolean signed) {
      this.sizeBytes = sizeBytes;
      this.signed = signed;
    }

    public int sizeBytes() {
      return sizeBytes;
    }

    public boolean signed() {
      return signed;
    }

    public long least() {
      return signed ? -(1L << (8 * sizeBytes - 1)) : 0;
    }

    public long most() {
      return (1L << (8 * sizeBytes - (signed ? 1 : 0))) - 1;
    }

    boolean holds(long number) {
      return number >= least() && number <= most();
    }
  }

  private static Optional<String> odd(Bounds bounds, boolean finite, String number) {
    return finite
        ? bounds.oddity(new BigDecimal(number))
        : Optional.of(number + " is not a finite number");
  }

  /// Half a surrogate pair has no UTF-8.
  private static boolean encodable(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static int utf8Bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
