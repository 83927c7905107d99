package io.openaep.platform.push.post;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/// One open connection to a receiver: a request out, an answer in, one after the other (RFC 9112).
/// Used by one thread at a time; {@link #abort} may come from any.
final class HttpConnection {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-9]\\d\\d( .*)?");
  private static final int BUFFER_BYTES = 2048;
  private static final int HEADERS_LIMIT_BYTES = 32 << 10;
  private static final int LINE_LIMIT_BYTES = 8 << 10;

  /// An answer's rest that is not here by then is not waited for: the connection is given up.
  private static final int REST_PATIENCE_MS = 1000;

  private final Socket raw;
  private final Socket socket;
  private final InputStream in;
  private final int answerLimitBytes;
  private long idleSinceNanos;
  private boolean used;
  private boolean answering;

  /// @param raw what is closed to abort
  /// @param socket what is spoken on: `raw`, or TLS over it
  HttpConnection(Socket raw, Socket socket, int answerLimitBytes) throws IOException {
    this.raw = raw;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    this.answerLimitBytes = answerLimitBytes;
  }

  /// @param status of the final answer
  /// @param reusable whether the next request may go over this connection
  record Answer(int status, boolean reusable) {}

  /// Sends one POST and reads its answer as far as the bounds allow.
  Answer exchange(Destination to, byte[] body) throws IOException {
    answering = false;
    byte[] head =
        ("POST %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: OpenAEP\r\nAccept: */*\r\n"
                + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n")
            .formatted(to.target(), to.authority(), body.length)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    socket.getOutputStream().write(request);
    socket.getOutputStream().flush();
    Head answer = head();
    while (answer.status() >= 100 && answer.status() < 200) {
      answer = head();
    }
    used = true;
    return new Answer(answer.status(), !answer.closes() && skipBody(answer));
  }

  /// What counts of an answer's status line and headers.
  ///
  /// @param lengthBytes of the body; -1 if it is not said
  private record Head(int status, long lengthBytes, boolean chunked, boolean closes) {}

  private Head head() throws IOException {
    String statusLine = line();
    if (!STATUS_LINE.matcher(statusLine).matches()) {
      throw new IOException("the answer is not HTTP/1.1");
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    boolean closes = statusLine.startsWith("HTTP/1.0");
    boolean chunked = false;
    long length = -1;
    int readBytes = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      readBytes += line.length();
      if (readBytes > HEADERS_LIMIT_BYTES) {
        throw new IOException("the answer's headers are longer than 32 KiB");
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
      switch (name) {
        case "content-length" -> length = value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
        case "transfer-encoding" -> chunked = value.equals("chunked");
        case "connection" -> closes |= value.contains("close");
        default -> {
          // Nothing else changes where the answer ends.
        }
      }
    }
    return new Head(status, length, chunked, closes);
  }

  /// @return whether the whole body has been read
  private boolean skipBody(Head answer) {
    try {
      socket.setSoTimeout(REST_PATIENCE_MS);
      boolean ended;
      if (answer.status() == 204 || answer.status() == 304) {
        ended = true;
      } else if (answer.chunked()) {
        ended = skipChunks();
      } else {
        ended =
            answer.lengthBytes() >= 0
                && answer.lengthBytes() <= answerLimitBytes
                && skip(answer.lengthBytes());
      }
      socket.setSoTimeout(0);
      return ended;
    } catch (IOException | NumberFormatException e) {
      // The status is known; only this connection is of no more use.
      return false;
    }
  }

  private boolean skipChunks() throws IOException {
    long total = 0;
    while (true) {
      String size = line();
      int extension = size.indexOf(';');
      long length =
          Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
      total += length;
      if (length < 0 || total > answerLimitBytes) {
        return false;
      }
      if (length == 0) {
        while (!line().isEmpty()) {
          total += 1;
          if (total > answerLimitBytes) {
            return false;
          }
        }
        return true;
      }
      if (!skip(length) || !line().isEmpty()) {
        return false;
      }
    }
  }

  private boolean skip(long length) throws IOException {
    in.skipNBytes(length);
    return true;
  }

  /// One line without its end.
  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the receiver closed the connection before it had answered");
      }
      answering = true;
      if (line.length() >= LINE_LIMIT_BYTES) {
        throw new IOException("a line of the answer is longer than 8 KiB");
      }
      line.append((char) next);
    }
    int last = line.length() - 1;
    return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
  }

  /// Whether this connection had carried an answer before and failed before the first byte of the
  /// next one: then the receiver had closed it while it was idle.
  boolean wasStale() {
    return used && !answering;
  }

  void idleSince(long nanos) {
    idleSinceNanos = nanos;
  }

  long idleSince() {
    return idleSinceNanos;
  }

  /// Ends whatever is waited for on this connection.
  void abort() {
    try {
      raw.close();
    } catch (IOException e) {
      // It is gone all the same.
    }
  }
}
