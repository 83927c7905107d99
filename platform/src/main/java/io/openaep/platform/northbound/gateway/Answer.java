package io.openaep.platform.northbound.gateway;

import io.openaep.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// What goes back to the caller.
///
/// @param status of HTTP
/// @param code of the envelope; 0 is success
/// @param kept the whole body, or the body packed (zlib, RFC 1950)
/// @param packed a long one, of which the rows are much alike: it is never whole in memory, neither
///   while it is made nor while it is remembered nor while it is sent
public record Answer(int status, int code, Bytes kept, boolean packed) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int PIECE_BYTES = 1 << 13;

  /// A short one.
  public Answer(int status, int code, Bytes json) {
    this(status, code, json, false);
  }

  /// Success, with the members of an envelope.
  public static Answer ok(Map<String, @Nullable Object> members) {
    return new Answer(200, AepCode.OK.code(), json(members));
  }

  static Bytes json(Map<String, @Nullable Object> members) {
    return Bytes.wrap(JSON.writeValueAsBytes(members));
  }

  /// Writes the rows of a long result.
  @FunctionalInterface
  public interface Rows {
    void write(JsonGenerator json);
  }

  /// Success in the usual envelope, with a list as the result.
  public static Answer ok(Rows rows) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (JsonGenerator json =
        JSON.createGenerator(new DeflaterOutputStream(packed, deflater, PIECE_BYTES))) {
      json.writeStartObject();
      json.writeNumberProperty("code", AepCode.OK.code());
      json.writeStringProperty("msg", AepCode.OK.text());
      json.writeArrayPropertyStart("result");
      rows.write(json);
      json.writeEndArray();
      json.writeEndObject();
    } finally {
      deflater.end();
    }
    return new Answer(200, AepCode.OK.code(), Bytes.wrap(packed.toByteArray()), true);
  }

  /// Writes the body, a packed one piece by piece.
  public void writeTo(OutputStream out) throws IOException {
    if (packed) {
      try (InflaterInputStream body =
          new InflaterInputStream(new ByteArrayInputStream(kept.unsafeArray()))) {
        body.transferTo(out);
      }
    } else {
      out.write(kept.unsafeArray());
    }
  }

  /// The body in one piece.
  public Bytes json() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try {
      writeTo(whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(whole.toByteArray());
  }
}
