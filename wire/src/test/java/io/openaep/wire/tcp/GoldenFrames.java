package io.openaep.wire.tcp;

import io.openaep.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The vectors of `frames.txt`, by name, in the order of the file.
final class GoldenFrames {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private GoldenFrames() {}

  static Map<String, Bytes> read() {
    Map<String, Bytes> vectors = new LinkedHashMap<>();
    for (String line : text().lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] nameAndHex = BLANKS.split(line, 2);
        vectors.put(nameAndHex[0], Bytes.hex(BLANKS.matcher(nameAndHex[1]).replaceAll("")));
      }
    }
    return vectors;
  }

  private static String text() {
    try (var in = GoldenFrames.class.getResourceAsStream("frames.txt")) {
      if (in == null) {
        throw new IllegalStateException("frames.txt is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
