package io.openaep.platform.console.rest;

import io.openaep.wire.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a handler answers.
public sealed interface Reply {
  int status();

  /// A JSON document.
  ///
  /// @param members what {@link Reply#members} makes: values that JSON knows
  /// @param headers such as `ETag` and `Location`
  record Json(int status, Object members, Map<String, String> headers) implements Reply {
    /// The same with one more header.
    public Json with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Json(status, members, more);
    }
  }

  /// Bytes of another media type, for downloads.
  record File(int status, String contentType, Bytes content, Map<String, String> headers)
      implements Reply {}

  record Empty(int status, Map<String, String> headers) implements Reply {}

  /// Bytes as they come, such as server-sent events: `writer` runs on the request's thread until it
  /// returns or the peer has gone.
  record Stream(int status, String contentType, StreamWriter writer) implements Reply {}

  /// Writes an answer piece by piece.
  @FunctionalInterface
  interface StreamWriter {
    /// @param out each flush sends; throws when the peer is gone
    void write(OutputStream out) throws IOException;
  }

  static Json ok(Map<String, ?> members) {
    return new Json(200, members, Map.of());
  }

  /// @param location the new thing's path
  static Json created(String location, Map<String, ?> members) {
    return new Json(201, members, Map.of("Location", location));
  }

  static Json accepted(Map<String, ?> members) {
    return new Json(202, members, Map.of());
  }

  static Empty done() {
    return new Empty(204, Map.of());
  }

  static Empty done(String header, String value) {
    return new Empty(204, Map.of(header, value));
  }

  static File file(String contentType, Bytes content) {
    return new File(200, contentType, content, Map.of());
  }

  /// Members in order, without those that have no value: `members("a", 1, "b", Optional.empty())`.
  /// Optionals are opened, instants become RFC 3339 text.
  ///
  /// @param namesAndValues name, value, name, value, …
  static Map<String, Object> members(@Nullable Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      @Nullable Object value = namesAndValues[i + 1];
      if (value instanceof Optional<?> optional) {
        value = optional.orElse(null);
      }
      if (value != null) {
        members.put(String.valueOf(namesAndValues[i]), json(value));
      }
    }
    return members;
  }

  private static Object json(Object value) {
    return switch (value) {
      case Instant at -> at.toString();
      case Enum<?> constant -> Words.of(constant);
      case List<?> list -> list.stream().map(Reply::json).toList();
      default -> value;
    };
  }
}
