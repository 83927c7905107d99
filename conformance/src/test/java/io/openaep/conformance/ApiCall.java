package io.openaep.conformance;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A northbound call as it goes over the wire, signed by the published rules. Anything in it may be
/// wrong on purpose. The same call gives the same bytes, so it can be sent twice.
///
/// @param masterKey empty for none
/// @param query declared query parameters
/// @param body empty for none
record ApiCall(
    String method,
    String path,
    String version,
    String masterKey,
    Map<String, String> query,
    String body,
    Instant at) {
  ApiCall {
    query = Map.copyOf(query);
  }

  static ApiCall get(String path, String version, String masterKey, Map<String, String> query) {
    return new ApiCall("GET", path, version, masterKey, query, "", Instant.now());
  }

  /// @param method POST or PUT
  static ApiCall with(String method, String path, String version, String masterKey, String body) {
    return new ApiCall(method, path, version, masterKey, Map.of(), body, Instant.now());
  }

  ApiCall at(Instant time) {
    return new ApiCall(method, path, version, masterKey, query, body, time);
  }

  /// @param base such as `http://127.0.0.1:8080`
  HttpRequest signed(String base, String key, String secret) {
    StringBuilder target = new StringBuilder(base).append(path);
    char separator = '?';
    for (Map.Entry<String, String> parameter : new TreeMap<>(query).entrySet()) {
      target.append(separator).append(parameter.getKey()).append('=');
      target.append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
      separator = '&';
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target.toString()))
            .timeout(Patience.LONGEST)
            .header("application", key)
            .header("timestamp", Long.toString(at.toEpochMilli()))
            .header("version", version)
            .header("signature", signature(key, secret));
    if (!masterKey.isEmpty()) {
      request.header("MasterKey", masterKey);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json; charset=UTF-8");
    }
    return request.method(method, BodyPublishers.ofString(body)).build();
  }

  private String signature(String key, String secret) {
    TreeMap<String, String> lines = new TreeMap<>(query);
    if (!masterKey.isEmpty()) {
      lines.put("MasterKey", masterKey);
    }
    StringBuilder text = new StringBuilder();
    text.append("application:").append(key).append('\n');
    text.append("timestamp:").append(at.toEpochMilli()).append('\n');
    lines.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    if (!body.isEmpty()) {
      text.append(body).append('\n');
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      byte[] sum = mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sum);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
