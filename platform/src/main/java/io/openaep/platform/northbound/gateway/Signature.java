package io.openaep.platform.northbound.gateway;

import io.openaep.platform.northbound.gateway.ApiFunction.MasterKeyUse;
import io.openaep.platform.northbound.gateway.ApiFunction.Parameter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedCollection;
import java.util.SequencedSet;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of a request: Base64 of HMAC-SHA1 over AppKey, timestamp, parameters and body (AEP
/// northbound, 1.4). Pure.
final class Signature {
  static final String MASTER_KEY = "MasterKey";
  private static final String ALGORITHM = "HmacSHA1";
  private static final byte[] LINE_END = {'\n'};
  private static final byte[] NO_BODY = {};

  private Signature() {}

  /// One line of the signed text.
  record Line(String name, String value) {}

  /// Whether `given` is right in any of the accepted variants. Every variant is compared in
  /// constant time. A body that the function does not look at may be unsigned: some clients send
  /// one with GET.
  static boolean fits(
      String given, String appKey, String appSecret, String timestamp, Signed signed, byte[] body) {
    boolean fits = false;
    for (SequencedCollection<Line> lines : variants(signed)) {
      fits |= equal(of(appSecret, message(appKey, timestamp, lines, body)), given);
      if (body.length > 0 && !signed.function().hasBody()) {
        fits |= equal(of(appSecret, message(appKey, timestamp, lines, NO_BODY)), given);
      }
    }
    return fits;
  }

  /// What of a request may be signed.
  record Signed(ApiFunction function, Query query, HttpCall http) {}

  /// (a) all declared parameters, missing ones empty; (b) those that were sent, MasterKey if it is
  /// declared; (c) as (b), MasterKey in any case; (d) as (b), MasterKey in no case: it is sent as a
  /// header, which some clients do not take for a parameter; (e) as (a), without the MasterKey. It
  /// is checked by itself, so nothing is lost.
  static SequencedSet<List<Line>> variants(Signed signed) {
    SequencedSet<List<Line>> variants = new LinkedHashSet<>();
    boolean declared = signed.function().masterKey() != MasterKeyUse.UNDECLARED;
    variants.add(declared(signed, declared));
    variants.add(present(signed, declared));
    variants.add(present(signed, true));
    variants.add(present(signed, false));
    variants.add(declared(signed, false));
    return variants;
  }

  private static List<Line> declared(Signed signed, boolean withMasterKey) {
    Stream<Line> query =
        signed.function().query().stream()
            .map(Parameter::name)
            .flatMap(name -> {
              List<String> values = signed.query().all(name);
              return values.isEmpty()
                  ? Stream.of(new Line(name, ""))
                  : values.stream().map(value -> new Line(name, value));
            });
    Stream<Line> masterKey =
        withMasterKey
            ? Stream.of(new Line(MASTER_KEY, signed.http().header(MASTER_KEY).orElse("")))
            : Stream.empty();
    return sorted(Stream.concat(masterKey, query));
  }

  private static List<Line> present(Signed signed, boolean withMasterKey) {
    Stream<Line> query =
        signed.query().values().entrySet().stream()
            .filter(entry -> !entry.getKey().equals(MASTER_KEY))
            .flatMap(
                entry -> entry.getValue().stream().map(value -> new Line(entry.getKey(), value)));
    Stream<Line> masterKey =
        signed
            .http()
            .header(MASTER_KEY)
            .or(() -> signed.query().first(MASTER_KEY))
            .filter(_ -> withMasterKey)
            .map(key -> new Line(MASTER_KEY, key))
            .stream();
    return sorted(Stream.concat(masterKey, query));
  }

  /// Names ascend by their bytes, capitals first; several values of a name keep their order.
  private static List<Line> sorted(Stream<Line> lines) {
    return lines.sorted(Comparator.comparing(Line::name)).toList();
  }

  /// The signed text; every line ends with `\n`, also the body's.
  static byte[] message(
      String appKey, String timestamp, SequencedCollection<Line> lines, byte[] body) {
    ByteArrayOutputStream message = new ByteArrayOutputStream(body.length + 256);
    message.writeBytes(utf8("application:" + appKey + "\n"));
    message.writeBytes(utf8("timestamp:" + timestamp + "\n"));
    lines.forEach(line -> message.writeBytes(utf8(line.name() + ":" + line.value() + "\n")));
    if (body.length > 0) {
      message.writeBytes(body);
      message.writeBytes(LINE_END);
    }
    return message.toByteArray();
  }

  static String of(String appSecret, byte[] message) {
    return Base64.getEncoder().encodeToString(hmac(ALGORITHM, appSecret, message));
  }

  static byte[] hmac(String algorithm, String appSecret, byte[] message) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(utf8(appSecret), algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /// Compares secrets in constant time.
  static boolean equal(String right, String given) {
    return MessageDigest.isEqual(utf8(right), utf8(given));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
