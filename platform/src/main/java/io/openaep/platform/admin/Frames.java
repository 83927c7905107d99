package io.openaep.platform.admin;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What travels on the socket, one exchange a connection. Each way a line with a JSON object, then
/// the body up to the end of the stream: `{"method":"GET","target":"/api/me"}` and
/// `{"status":200,"contentType":"application/json"}`.
final class Frames {
  private static final int HEAD_LIMIT_BYTES = 16_384;
  private static final JsonMapper MAPPER = new JsonMapper();

  private Frames() {}

  static void writeHead(OutputStream out, Map<String, ?> members) throws IOException {
    out.write((MAPPER.writeValueAsString(members) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// @throws EOFException if there is nothing at all
  /// @throws IOException if there is no such line
  static JsonNode readHead(InputStream in) throws IOException {
    byte[] line = new byte[HEAD_LIMIT_BYTES];
    int length = 0;
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 && length == 0) {
        throw new EOFException("closed before the first byte");
      }
      if (next < 0 || length == line.length) {
        throw new IOException("the other end does not speak this protocol, or closed early");
      }
      line[length++] = (byte) next;
    }
    try {
      return MAPPER.readTree(line, 0, length);
    } catch (JacksonException e) {
      throw new IOException("the other end does not speak this protocol", e);
    }
  }
}
