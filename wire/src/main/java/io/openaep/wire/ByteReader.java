package io.openaep.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Reads big-endian fields (all of AEP's binary protocols are in network order) from a span of an
/// array and never past its end: a field that is not wholly there is a {@link DecodeException} that
/// names it. It exists so that no decoder does index arithmetic of its own. Not thread-safe; the
/// array is read, never kept beyond the reader or changed.
public final class ByteReader {
  private final byte[] source;
  private final int end;
  private int position;

  private ByteReader(byte[] source, int from, int to) {
    this.source = source;
    this.position = from;
    this.end = to;
  }

  public static ByteReader of(Bytes bytes) {
    return new ByteReader(bytes.unsafeArray(), 0, bytes.size());
  }

  /// Reads `source` from index `from` up to, not including, `to`.
  public static ByteReader of(byte[] source, int from, int to) {
    Objects.checkFromToIndex(from, to, source.length);
    return new ByteReader(source, from, to);
  }

  public int remaining() {
    return end - position;
  }

  /// One byte as 0…255.
  ///
  /// @param field what is read, as the protocol calls it; it stands in the exception's message
  public int u8(String field) throws DecodeException {
    need(1, field);
    return source[position++] & 0xff;
  }

  /// Two bytes as 0…65535.
  public int u16(String field) throws DecodeException {
    need(2, field);
    int value = (source[position] & 0xff) << 8 | (source[position + 1] & 0xff);
    position += 2;
    return value;
  }

  /// Four bytes as 0…4294967295.
  public long u32(String field) throws DecodeException {
    need(4, field);
    return (long) u16(field) << 16 | u16(field);
  }

  /// Eight bytes as they are: beyond 2^63 they come out negative.
  public long i64(String field) throws DecodeException {
    need(8, field);
    return u32(field) << 32 | u32(field);
  }

  /// A copy of the next `sizeBytes` bytes.
  ///
  /// @param sizeBytes at least 0: it is a length that the caller read as unsigned
  public Bytes bytes(int sizeBytes, String field) throws DecodeException {
    need(sizeBytes, field);
    byte[] value = new byte[sizeBytes];
    System.arraycopy(source, position, value, 0, sizeBytes);
    position += sizeBytes;
    return Bytes.wrap(value);
  }

  /// The next `sizeBytes` bytes as UTF-8. Malformed UTF-8 is refused, not replaced: two different
  /// byte strings must never become the same name or password.
  public String text(int sizeBytes, String field) throws DecodeException {
    need(sizeBytes, field);
    try {
      String value =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(source, position, sizeBytes))
              .toString();
      position += sizeBytes;
      return value;
    } catch (CharacterCodingException malformed) {
      throw new DecodeException(field + " is not UTF-8");
    }
  }

  /// Says that nothing may follow.
  ///
  /// @param message what was read, as the protocol calls it
  public void end(String message) throws DecodeException {
    if (remaining() > 0) {
      throw new DecodeException(remaining() + " bytes too many after " + message);
    }
  }

  private void need(int sizeBytes, String field) throws DecodeException {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("size of " + field + " is negative: " + sizeBytes);
    }
    if (sizeBytes > remaining()) {
      throw new DecodeException(
          field + " needs " + sizeBytes + " bytes, " + remaining() + " are there");
    }
  }
}
