package io.openaep.platform.account;

import io.openaep.platform.registry.Refused;
import io.openaep.platform.registry.Refused.Kind;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions of people: opened by a password (or, the very first, by a one-time code), kept as
/// hashes, so that they outlive a restart and a stolen file opens nothing. Blocking; thread-safe.
public final class SignIns {
  private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);
  private static final int SECRET_BYTES = 32;
  private static final Duration SEEN_IS_EXACT_TO = Duration.ofMinutes(1);

  private final Database database;
  private final InstantSource clock;
  private final AccountSettings settings;
  private final AccountStore store;
  private final Passwords passwords;
  private final Accounts accounts;
  private final SignInLimit limit;
  private final SecureRandom random = new SecureRandom();

  SignIns(
      Database database,
      InstantSource clock,
      AccountSettings settings,
      AccountStore store,
      Passwords passwords,
      Accounts accounts) {
    this.database = database;
    this.clock = clock;
    this.settings = settings;
    this.store = store;
    this.passwords = passwords;
    this.accounts = accounts;
    this.limit = new SignInLimit(settings, clock);
  }

  /// A session that was opened.
  ///
  /// @param secret what the browser's cookie holds
  public record Opened(Account account, String secret) {
    /// Without the secret.
    @Override
    public String toString() {
      return "Opened[" + account.name() + "]";
    }
  }

  /// Opens a session for whoever knows the password.
  ///
  /// @param address where the caller is, for the limit of bad tries
  /// @throws Refused `FORBIDDEN` without saying what was wrong, `LIMIT_REACHED` after too many
  ///   tries
  public Opened withPassword(String name, String password, String address) {
    Instant begun = limit.begin(address);
    Optional<AccountStore.Kept> kept = database.read(handle -> store.byName(handle, name));
    boolean fits =
        kept.isPresent()
            ? passwords.fits(password, kept.get().password())
            : passwords.fitsNobody(password);
    if (!fits || !kept.orElseThrow().account().enabled()) {
      throw new Refused(Kind.FORBIDDEN, "name and password do not fit");
    }
    limit.succeeded(address, begun);
    return open(kept.get().account());
  }

  /// Makes the first administrator and opens a session for it; the code is worth nothing
  /// afterwards.
  ///
  /// @throws Refused as {@link #withPassword}, or if name or password will not do
  public Opened withCode(String code, String name, String password, String address) {
    Passwords.check(password, name);
    Instant begun = limit.begin(address);
    if (!accounts.unclaimed(Tokens.hash(code))) {
      throw new Refused(
          Kind.FORBIDDEN,
          "the code does not fit, or was used; while there is no administrator, the file"
              + " first-sign-in in the data directory has it, afterwards sign in at /api/sign-in");
    }
    limit.succeeded(address, begun);
    return open(accounts.claim(Tokens.hash(code), name, password));
  }

  private Opened open(Account account) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    database.change(handle -> {
      store.closeOld(handle, now.minus(settings.sessionIdle()), now.minus(settings.sessionLife()));
      store.open(handle, Tokens.hash(secret), account.accountId(), now);
    });
    return new Opened(account, secret);
  }

  /// Whose session this is; empty if it is over.
  public Optional<Account> session(String secret) {
    Instant now = clock.instant();
    byte[] hash = Tokens.hash(secret);
    Optional<AccountStore.Session> found =
        database
            .read(handle -> store.session(handle, hash))
            .filter(it -> it.account().enabled())
            .filter(it -> it.seenAt().plus(settings.sessionIdle()).isAfter(now))
            .filter(it -> it.createdAt().plus(settings.sessionLife()).isAfter(now));
    if (found.map(it -> it.seenAt().plus(SEEN_IS_EXACT_TO).isBefore(now)).orElse(false)) {
      note(hash, now);
    }
    return found.map(AccountStore.Session::account);
  }

  /// Best effort: a full disk shuts nobody out.
  private void note(byte[] hash, Instant now) {
    try {
      database.change(handle -> store.seen(handle, hash, now));
    } catch (StoreException e) {
      LOG.debug("use of a session not noted reason=\"{}\"", e.getMessage());
    }
  }

  /// Ends a session.
  public void close(String secret) {
    database.change(handle -> store.close(handle, Tokens.hash(secret)));
  }

  /// What a page of ours sends with each change and no other site can know: bound to the session.
  public static String csrf(String secret) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Tokens.hash("csrf:" + secret));
  }

  /// Whether this is the session's, in constant time.
  public static boolean csrfFits(String secret, String given) {
    return MessageDigest.isEqual(
        csrf(secret).getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
  }

  /// How long a browser may keep the cookie.
  public Duration life() {
    return settings.sessionLife();
  }
}
