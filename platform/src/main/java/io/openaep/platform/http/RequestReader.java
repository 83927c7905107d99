package io.openaep.platform.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The library's reader of a connection, with what it leaves out:
///
/// - Request lines may hold UTF-8 as it is. The vendor's Go and PHP clients do not URL-encode what
///   they put into a query; RFC 3986 wants such bytes percent-encoded, and the library reads a line
///   as ASCII, after which they are lost. Here they are encoded before it looks.
/// - Chunk extensions and trailers are read over, as a recipient must (RFC 9112, 7.1.1 and 7.1.2),
///   within a bound; a chunk's size is hex digits, its data ends with CRLF, and no line of it holds
///   a control character such as a lone LF, or the body is refused, because the next hop may
///   disagree about where it ends. After that nothing more of the connection is read.
///
/// Runs on the connection's own thread.
final class RequestReader extends DataReader {
  private static final byte[] END = " HTTP/1.".getBytes(StandardCharsets.US_ASCII);
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /// What a size needs; more digits are zeros, or too large.
  private static final int SIZE_DIGITS = 8;

  private static final Pattern SIZE = Pattern.compile("[0-9A-Fa-f]+");

  /// What of a chunked body comes next.
  private enum Place {
    SIZE,
    DATA,
    END_OF_DATA,
    TRAILERS
  }

  /// A chunked body that breaks the rules.
  static final class BrokenChunk extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    BrokenChunk(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private final int limitBytes;
  private Place place = Place.SIZE;
  private int besideDataBytes;

  /// Why nothing can be read any more: where the next chunk or request begins is not known.
  private @Nullable String broken;

  /// The constructor is for removal, but what takes its place makes no reader whose lines can be
  /// looked at.
  ///
  /// @param limitBytes the most that may stand beside the data of one chunked body
  @SuppressWarnings("removal")
  RequestReader(Supplier<byte[]> bytes, int limitBytes) {
    super(bytes);
    this.limitBytes = limitBytes;
  }

  /// The library reads a request line, and little else, by this method.
  @Override
  public byte[] readBytes(int length) {
    expectWhole();
    place = Place.SIZE;
    besideDataBytes = 0;
    return encoded(super.readBytes(length));
  }

  /// The library reads only chunk sizes by this method, and the empty line after the last chunk.
  @Override
  public String readLine() {
    expectWhole();
    if (place == Place.TRAILERS) {
      String trailer = line();
      while (!trailer.isEmpty()) {
        besideDataBytes += trailer.length();
        trailer = line();
      }
      place = Place.SIZE;
      return "";
    }
    String line = line();
    int extension = line.indexOf(';');
    String size = extension < 0 ? line : line.substring(0, extension).stripTrailing();
    if (!SIZE.matcher(size).matches()) {
      throw brokenBecause("the size of a chunk is no hex number");
    }
    besideDataBytes += line.length() - Math.min(size.length(), SIZE_DIGITS);
    place = size.chars().allMatch(digit -> digit == '0') ? Place.TRAILERS : Place.DATA;
    return size;
  }

  private String line() {
    int leftBytes = limitBytes - besideDataBytes + SIZE_DIGITS;
    int length = findNewLine(leftBytes);
    if (length >= leftBytes) {
      throw brokenBecause(
          "its chunks have more than %d bytes beside their data".formatted(limitBytes));
    }
    String line = readAsciiString(length);
    super.skip(2);
    if (line.chars().anyMatch(RequestReader::isControl)) {
      throw brokenBecause("a line of its chunks has a control character");
    }
    return line;
  }

  /// Of which RFC 9112 allows none in a line, but tabs (chunk-ext, field-line).
  private static boolean isControl(int it) {
    return it < ' ' && it != '\t' || it == 0x7f;
  }

  private BrokenChunk brokenBecause(String reason) {
    broken = reason;
    return new BrokenChunk(reason);
  }

  private void expectWhole() {
    if (broken != null) {
      throw new BrokenChunk(broken);
    }
  }

  @Override
  public BufferData readBuffer(int length) {
    expectWhole();
    BufferData data = super.readBuffer(length);
    if (place == Place.DATA) {
      place = Place.END_OF_DATA;
    }
    return data;
  }

  @Override
  public void skip(int length) {
    expectWhole();
    if (place == Place.END_OF_DATA) {
      if (!startsWithNewLine()) {
        throw brokenBecause("the data of a chunk does not end with CRLF");
      }
      place = Place.SIZE;
    }
    super.skip(length);
  }

  /// The line with its bytes above 127 percent-encoded; anything else as it is.
  static byte[] encoded(byte[] line) {
    if (!ends(line) || ascii(line)) {
      return line;
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(line.length * 3);
    for (byte it : line) {
      if (it < 0) {
        encoded.write('%');
        encoded.writeBytes(HEX.toHexDigits(it).getBytes(StandardCharsets.US_ASCII));
      } else {
        encoded.write(it);
      }
    }
    return encoded.toByteArray();
  }

  private static boolean ends(byte[] line) {
    int at = line.length - END.length - 1;
    if (at < 0) {
      return false;
    }
    for (int i = 0; i < END.length; i++) {
      if (line[at + i] != END[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean ascii(byte[] line) {
    for (byte it : line) {
      if (it < 0) {
        return false;
      }
    }
    return true;
  }
}
