package io.openaep.platform.northbound.gateway;

import io.openaep.platform.northbound.gateway.Signature.Line;
import io.openaep.platform.northbound.gateway.Signature.Signed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds out what a caller with the right secret did wrong, by trying the usual mistakes: the
/// sentence saves an application engineer an hour. It can only match what someone with the secret
/// computed, so it tells nothing to others. Bounded in work; pure.
final class SignatureHints {
  /// Larger bodies are not hashed again and again for a caller who may be anyone.
  private static final int BODY_LIMIT_BYTES = 16 * 1024;

  private static final List<String> PAGING = List.of("pageNow", "pageSize");
  private static final List<String> PAGING_DEFAULTS = List.of("", "0", "1", "10", "20");
  private static final byte[] NO_BODY = {};

  private final String given;
  private final String appKey;
  private final String appSecret;
  private final String timestamp;
  private final byte[] body;

  private SignatureHints(
      String given, String appKey, String appSecret, String timestamp, byte[] body) {
    this.given = given;
    this.appKey = appKey;
    this.appSecret = appSecret;
    this.timestamp = timestamp;
    this.body = body;
  }

  /// What was wrong with a signature that fits no accepted variant, if it can be told.
  static Optional<String> explain(
      String given, String appKey, String appSecret, String timestamp, Signed signed) {
    byte[] body = signed.http().body().unsafeArray();
    if (body.length > BODY_LIMIT_BYTES) {
      return Optional.empty();
    }
    SignatureHints hints = new SignatureHints(given, appKey, appSecret, timestamp, body);
    for (List<Line> lines : Signature.variants(signed)) {
      Optional<String> hint =
          hints.form(lines).or(() -> hints.body(lines)).or(() -> hints.lines(lines, signed));
      if (hint.isPresent()) {
        return hint;
      }
    }
    return Optional.empty();
  }

  /// Right text, wrong algorithm or spelling.
  private Optional<String> form(List<Line> lines) {
    byte[] message = Signature.message(appKey, timestamp, lines, body);
    String base64 = Signature.of(appSecret, message);
    String hex = HexFormat.of().formatHex(Signature.hmac("HmacSHA1", appSecret, message));
    if (hex.equalsIgnoreCase(given)) {
      return Optional.of("the signature is in hex; send it in Base64");
    }
    if (base64.equals(given.replace('-', '+').replace('_', '/')) || base64.equals(given + "=")) {
      return Optional.of("the signature is in URL-safe or unpadded Base64; use the standard form");
    }
    if (HexFormat.of().formatHex(Signature.hmac("HmacSHA256", appSecret, message)).equals(given)
        || java.util.Base64.getEncoder()
            .encodeToString(Signature.hmac("HmacSHA256", appSecret, message))
            .equals(given)) {
      return Optional.of("the signature is made with HMAC-SHA256; use HMAC-SHA1");
    }
    byte[] unended = Arrays.copyOf(message, message.length - 1);
    if (Signature.of(appSecret, unended).equals(given)) {
      return Optional.of("the signed text must end with a line feed, also after the body");
    }
    return Optional.empty();
  }

  private Optional<String> body(List<Line> lines) {
    if (body.length == 0) {
      return Optional.empty();
    }
    if (signs(lines, NO_BODY)) {
      return Optional.of("you did not sign the body");
    }
    try {
      byte[] compact = Fields.parse(body).json().getBytes(StandardCharsets.UTF_8);
      if (signs(lines, compact)) {
        return Optional.of("you signed another spelling of the JSON; sign the bytes you send");
      }
    } catch (CallRefused notJson) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private Optional<String> lines(List<Line> lines, Signed signed) {
    for (Line line : lines) {
      if (signs(lines.stream().filter(it -> !it.equals(line)).toList())) {
        return Optional.of("you did not sign " + line.name() + ", which was sent");
      }
      String encoded = URLEncoder.encode(line.value(), StandardCharsets.UTF_8);
      if (!encoded.equals(line.value()) && signs(replaced(lines, line, encoded))) {
        return Optional.of("you signed " + line.name() + " URL-encoded; sign the plain value");
      }
    }
    return paging(lines, signed).or(() -> unsorted(lines, signed));
  }

  private Optional<String> paging(List<Line> lines, Signed signed) {
    for (String name : PAGING) {
      String sent = signed.query().first(name).orElse("nothing");
      for (String value : PAGING_DEFAULTS) {
        List<Line> tried =
            Stream.concat(
                    lines.stream().filter(line -> !line.name().equals(name)),
                    Stream.of(new Line(name, value)))
                .sorted(java.util.Comparator.comparing(Line::name))
                .toList();
        if (signs(tried)) {
          return Optional.of("you signed %s=%s but sent %s".formatted(name, value, sent));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> unsorted(List<Line> lines, Signed signed) {
    List<Line> asSent = new ArrayList<>();
    signed
        .query()
        .values()
        .forEach((name, values) -> values.forEach(value -> asSent.add(new Line(name, value))));
    List<Line> keyLast = new ArrayList<>(asSent);
    lines.stream()
        .filter(line -> line.name().equals(Signature.MASTER_KEY))
        .forEach(line -> {
          asSent.addFirst(line);
          keyLast.addLast(line);
        });
    return signs(asSent) || signs(keyLast)
        ? Optional.of("you signed the parameters unsorted; sort them by name, capitals first")
        : Optional.empty();
  }

  private static List<Line> replaced(List<Line> lines, Line line, String value) {
    return lines.stream().map(it -> it.equals(line) ? new Line(it.name(), value) : it).toList();
  }

  private boolean signs(List<Line> lines) {
    return signs(lines, body);
  }

  private boolean signs(List<Line> lines, byte[] signedBody) {
    return Signature.equal(
        Signature.of(appSecret, Signature.message(appKey, timestamp, lines, signedBody)), given);
  }
}
