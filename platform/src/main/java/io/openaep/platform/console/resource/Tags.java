package io.openaep.platform.console.resource;

import io.openaep.platform.console.rest.Exchange;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/// Entity tags (RFC 9110, 8.8.3): of what an editor sees and may change, so that two states that
/// differ in it have different tags, however close in time.
final class Tags {
  private static final int BYTES = 8;

  private Tags() {}

  static String of(Map<String, ?> view) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(Exchange.json(view));
      return '"' + HexFormat.of().formatHex(Arrays.copyOf(sum, BYTES)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
