package io.openaep.platform.account;

import io.openaep.platform.registry.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Password hashes: Argon2id (RFC 9106) with two passes and one lane, in the usual text form, so
/// that the costs can rise later. Thread-safe; a hash takes some tens of milliseconds, and only a
/// few are made at a time, so that sign-ins cannot take all memory.
final class Passwords {
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int LEAST_CHARACTERS = 10;
  private static final int MOST_CHARACTERS = 128;
  private static final int AT_A_TIME = 2;
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  private final SecureRandom random = new SecureRandom();
  private final Semaphore free = new Semaphore(AT_A_TIME);
  private final int memoryKib;

  Passwords(int memoryKib) {
    this.memoryKib = memoryKib;
  }

  /// @throws Refused if it is too short or too long
  static void check(String password, String name) {
    int length = password.codePointCount(0, password.length());
    if (length < LEAST_CHARACTERS || length > MOST_CHARACTERS) {
      throw new Refused(
          Refused.Kind.INVALID,
          "a password has %d to %d characters".formatted(LEAST_CHARACTERS, MOST_CHARACTERS));
    }
    if (password.equalsIgnoreCase(name)) {
      throw new Refused(Refused.Kind.INVALID, "the password must not be the name");
    }
  }

  String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = argon2id(password, salt, memoryKib, PASSES, LANES, HASH_BYTES);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKib, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  boolean fits(String password, String kept) {
    Matcher form = FORM.matcher(kept);
    if (!form.matches()) {
      throw new IllegalStateException("a kept password has another form");
    }
    byte[] salt = Base64.getDecoder().decode(form.group(4));
    byte[] wanted = Base64.getDecoder().decode(form.group(5));
    byte[] given =
        argon2id(
            password,
            salt,
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            Integer.parseInt(form.group(3)),
            wanted.length);
    return MessageDigest.isEqual(given, wanted);
  }

  /// Takes as long as {@link #fits} and says no: where there is no such account, so that nobody can
  /// tell by the time.
  boolean fitsNobody(String password) {
    byte[] salt = new byte[SALT_BYTES];
    byte[] impossible = {};
    return MessageDigest.isEqual(
        argon2id(password, salt, memoryKib, PASSES, LANES, HASH_BYTES), impossible);
  }

  private byte[] argon2id(
      String password, byte[] salt, int kib, int passes, int lanes, int hashBytes) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(kib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[hashBytes];
    free.acquireUninterruptibly();
    try {
      generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    } finally {
      free.release();
    }
    return hash;
  }
}
