package io.openaep.platform.journal;

import io.openaep.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Writes the compact fields of which everything in the journal's file consists: numbers of
/// variable length, because most are small, and texts and bytes behind their length. Read back by
/// {@link RecordReader}. Not thread-safe.
public final class RecordWriter {
  private byte[] buffer;
  private int size;

  /// @param expectedBytes a guess; too small costs a copy
  public RecordWriter(int expectedBytes) {
    this.buffer = new byte[Math.max(expectedBytes, 16)];
  }

  /// One byte, 0…255.
  public RecordWriter u8(int value) {
    if (value < 0 || value > 0xff) {
      throw new IllegalArgumentException(value + " does not fit 0…255");
    }
    room(1);
    buffer[size++] = (byte) value;
    return this;
  }

  public RecordWriter flag(boolean value) {
    return u8(value ? 1 : 0);
  }

  /// Seven bits a byte, lowest first; the high bit says that more follow. Negative numbers take ten
  /// bytes.
  public RecordWriter number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
    return this;
  }

  /// A number that may well be negative: zigzag, then as {@link #number}.
  public RecordWriter signed(long value) {
    return number((value << 1) ^ (value >> 63));
  }

  /// Eight bytes, for numbers that are random.
  public RecordWriter fixed(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >> shift);
    }
    return this;
  }

  public RecordWriter instant(Instant value) {
    return signed(value.getEpochSecond()).number(value.getNano());
  }

  public RecordWriter duration(Duration value) {
    return signed(value.getSeconds()).number(value.getNano());
  }

  public RecordWriter optionalDuration(Optional<Duration> value) {
    flag(value.isPresent());
    value.ifPresent(this::duration);
    return this;
  }

  public RecordWriter bytes(Bytes value) {
    return sized(value.unsafeArray());
  }

  /// UTF-8. A lone surrogate, which has no UTF-8 form, becomes a question mark.
  public RecordWriter text(String value) {
    return sized(value.getBytes(StandardCharsets.UTF_8));
  }

  public RecordWriter optionalText(Optional<String> value) {
    flag(value.isPresent());
    value.ifPresent(this::text);
    return this;
  }

  /// All that was written, as an array of its own.
  public byte[] toArray() {
    return Arrays.copyOf(buffer, size);
  }

  private RecordWriter sized(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, buffer, size, value.length);
    size += value.length;
    return this;
  }

  private void room(int moreBytes) {
    int needed = Math.addExact(size, moreBytes);
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(needed, buffer.length * 2));
    }
  }
}
