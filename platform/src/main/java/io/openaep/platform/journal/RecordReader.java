package io.openaep.platform.journal;

import io.openaep.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Reads what {@link RecordWriter} wrote and never past its end. Whatever does not fit is an {@link
/// UnreadableRecord}: the file is damaged or from a newer release. Not thread-safe.
public final class RecordReader {
  private final byte[] source;
  private int position;

  /// @param source is read, never changed
  public RecordReader(byte[] source) {
    this.source = source;
  }

  public int u8() {
    need(1);
    return source[position++] & 0xff;
  }

  public boolean flag() {
    return switch (u8()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw damaged("a flag is neither 0 nor 1");
    };
  }

  public long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = u8();
      if (shift == 63 && next > 1) {
        break;
      }
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw damaged("a number is longer than 64 bits");
  }

  public long signed() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  public long fixed() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (source[position++] & 0xff);
    }
    return value;
  }

  public Instant instant() {
    long seconds = signed();
    long nanos = nanos();
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException outOfRange) {
      throw damaged("a time is out of range");
    }
  }

  public Duration duration() {
    return Duration.ofSeconds(signed(), nanos());
  }

  public Optional<Duration> optionalDuration() {
    return flag() ? Optional.of(duration()) : Optional.empty();
  }

  public Bytes bytes() {
    int from = skipSized();
    return Bytes.wrap(Arrays.copyOfRange(source, from, position));
  }

  public String text() {
    int from = skipSized();
    for (int i = from; i < position; i++) {
      if (source[i] < 0) {
        return decodeUtf8(from, position - from);
      }
    }
    return new String(source, from, position - from, StandardCharsets.ISO_8859_1);
  }

  public Optional<String> optionalText() {
    return flag() ? Optional.of(text()) : Optional.empty();
  }

  /// Says that nothing may follow.
  public void end() {
    if (position < source.length) {
      throw damaged(source.length - position + " bytes are left over");
    }
  }

  /// The exception for a value that was read but makes no sense.
  public UnreadableRecord damaged(String what) {
    return new UnreadableRecord(
        what + " (before byte " + position + " of " + source.length + " of a stored record)");
  }

  private String decodeUtf8(int from, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(source, from, length))
          .toString();
    } catch (CharacterCodingException malformed) {
      throw damaged("a text is not UTF-8");
    }
  }

  /// Moves past a length and as many bytes, and answers where these begin.
  private int skipSized() {
    long length = number();
    if (length < 0 || length > source.length - position) {
      throw damaged("a field of " + Long.toUnsignedString(length) + " bytes is cut short");
    }
    int from = position;
    position += (int) length;
    return from;
  }

  private long nanos() {
    long nanos = number();
    if (nanos < 0 || nanos > 999_999_999) {
      throw damaged("a fraction of a second is out of range");
    }
    return nanos;
  }

  private void need(int bytes) {
    if (bytes > source.length - position) {
      throw damaged("a field of " + bytes + " bytes is cut short");
    }
  }
}
