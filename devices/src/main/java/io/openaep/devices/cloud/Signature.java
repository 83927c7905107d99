package io.openaep.devices.cloud;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of a northbound call: Base64 of HMAC-SHA1 over application, timestamp, the
/// parameters in ascending byte order and the body, each line ended by a line feed (AEP northbound,
/// 1.4). Signs exactly the parameters that are sent (variant b of the reference).
final class Signature {
  private Signature() {}

  static String of(
      String appKey,
      String appSecret,
      long timestamp,
      Map<String, String> parameters,
      String body) {
    SortedMap<String, String> sorted = new TreeMap<>(parameters);
    StringBuilder text = new StringBuilder();
    text.append("application:").append(appKey).append('\n');
    text.append("timestamp:").append(timestamp).append('\n');
    sorted.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    if (!body.isEmpty()) {
      text.append(body).append('\n');
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA1", e);
    }
  }
}
