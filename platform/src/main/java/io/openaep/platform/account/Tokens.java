package io.openaep.platform.account;

import io.openaep.platform.registry.Refused;
import io.openaep.platform.registry.Refused.Kind;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes, finds and revokes bearer tokens. A token is shown once, when it is made; what is kept is
/// its SHA-256, which is enough for 256 random bits. Blocking; thread-safe.
public final class Tokens {
  /// Tells a leaked token from other secrets, for people and for scanners.
  public static final String PREFIX = "oaep_";

  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 8;
  private static final int NAME_CHARACTERS = 64;
  private static final int TOKENS_PER_TENANT = 1000;
  private static final Duration USE_IS_EXACT_TO = Duration.ofMinutes(1);

  private final Database database;
  private final InstantSource clock;
  private final TokenStore store = new TokenStore();
  private final SecureRandom random = new SecureRandom();

  Tokens(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// What a new token shall be.
  public record NewToken(
      String name,
      Role role,
      Optional<String> tenantId,
      Set<Scope> scopes,
      Optional<Instant> expiresAt) {
    public NewToken {
      scopes = Set.copyOf(scopes);
    }
  }

  /// @param secret what the bearer sends; never to be seen again
  public record Issued(Token token, String secret) {
    /// Without the secret.
    @Override
    public String toString() {
      return "Issued[" + token.tokenId() + "]";
    }
  }

  /// Makes a token; on disk when the call returns.
  ///
  /// @throws Refused if `by` may not give such rights, or a value is wrong
  public Issued issue(NewToken wanted, Caller by) {
    Names.check("name", wanted.name(), NAME_CHARACTERS);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (wanted.role().ofOneTenant() == wanted.tenantId().isEmpty()) {
      throw new Refused(
          Kind.INVALID,
          wanted.role().ofOneTenant()
              ? "a token of the role %s belongs to one tenant; name it"
                  .formatted(wanted.role().word())
              : "an administrator's token belongs to no tenant; leave the tenant out");
    }
    if (wanted.expiresAt().map(end -> !end.isAfter(now)).orElse(false)) {
      throw new Refused(Kind.INVALID, "expiresAt must be in the future");
    }
    if (!by.mayGrant(wanted.role(), wanted.tenantId(), wanted.scopes())) {
      throw new Refused(Kind.FORBIDDEN, "a token cannot be given more rights than its maker has");
    }
    String secret = PREFIX + base64(SECRET_BYTES);
    Token token =
        new Token(
            HexFormat.of().formatHex(bytes(ID_BYTES)),
            wanted.name(),
            wanted.role(),
            wanted.tenantId(),
            wanted.scopes(),
            now,
            by.name(),
            wanted.expiresAt().map(end -> end.truncatedTo(ChronoUnit.MILLIS)),
            Optional.empty());
    database.change(handle -> {
      if (store.count(handle, wanted.tenantId()) >= TOKENS_PER_TENANT) {
        throw new Refused(
            Kind.LIMIT_REACHED,
            "there are %d tokens, which is the limit; revoke some first"
                .formatted(TOKENS_PER_TENANT));
      }
      store.insert(handle, token, hash(secret));
    });
    return new Issued(token, secret);
  }

  /// Who bears this secret; empty if nobody does, or no more. Notes the use.
  public Optional<Token> bearer(String secret) {
    if (!secret.startsWith(PREFIX)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<Token> found =
        database
            .read(handle -> store.byHash(handle, hash(secret)))
            .filter(token -> !token.expired(now));
    if (found.isPresent()) {
      note(found.get(), now);
    }
    return found;
  }

  /// Best effort: a full disk shuts nobody out.
  private void note(Token token, Instant now) {
    if (token.lastUsedAt().map(at -> at.plus(USE_IS_EXACT_TO).isBefore(now)).orElse(true)) {
      try {
        database.change(handle -> store.used(handle, token.tokenId(), now));
      } catch (StoreException e) {
        LOG.debug(
            "use of a token not noted token={} reason=\"{}\"", token.tokenId(), e.getMessage());
      }
    }
  }

  /// @param tenantId empty: of all tenants
  /// @param after the id of the last one seen; empty at first
  public List<Token> list(Optional<String> tenantId, String after, int limit) {
    return database.search(handle -> store.page(handle, tenantId, after, limit));
  }

  public Optional<Token> find(String tokenId) {
    return database.read(handle -> store.byId(handle, tokenId));
  }

  /// Ends it at once.
  ///
  /// @return false if there is none
  public boolean revoke(String tokenId) {
    return database.write(handle -> store.delete(handle, tokenId));
  }

  static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private String base64(int count) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(count));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
