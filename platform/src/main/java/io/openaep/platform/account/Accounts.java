package io.openaep.platform.account;

import io.openaep.platform.registry.Refused;
import io.openaep.platform.registry.Refused.Kind;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The people who may sign in. Blocking; thread-safe.
public final class Accounts {
  /// What a login name may look like: also an e-mail address.
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@+-]{1,64}");

  private static final int ID_BYTES = 8;
  private static final int CODE_BYTES = 20;
  private static final long ACCOUNTS = 10_000;

  private final Database database;
  private final InstantSource clock;
  private final AccountStore store;
  private final Passwords passwords;
  private final SecureRandom random = new SecureRandom();

  Accounts(Database database, InstantSource clock, AccountStore store, Passwords passwords) {
    this.database = database;
    this.clock = clock;
    this.store = store;
    this.passwords = passwords;
  }

  /// What a new account shall be.
  public record NewAccount(String name, Role role, Optional<String> tenantId, String password) {
    /// Without the password.
    @Override
    public String toString() {
      return "NewAccount[" + name + "]";
    }
  }

  /// A change; what is empty stays.
  public record Change(Optional<Role> role, Optional<Boolean> enabled, Optional<String> password) {
    /// Without the password.
    @Override
    public String toString() {
      return "Change[" + role + "]";
    }
  }

  /// @throws Refused if `by` may not give such rights, or a value is wrong
  public Account create(NewAccount wanted, Caller by) {
    check(wanted);
    if (!by.mayGrant(wanted.role(), wanted.tenantId(), Set.of())) {
      throw new Refused(Kind.FORBIDDEN, "an account cannot have more rights than its maker has");
    }
    String password = passwords.hash(wanted.password());
    return database.write(handle -> insert(handle, wanted, password, by.name()));
  }

  private static void check(NewAccount wanted) {
    if (!NAME.matcher(wanted.name()).matches()) {
      throw new Refused(
          Kind.INVALID, "name must be 1 to 64 letters, digits or characters of . _ @ + -");
    }
    if (wanted.role().ofOneTenant() == wanted.tenantId().isEmpty()) {
      throw new Refused(
          Kind.INVALID,
          wanted.role().ofOneTenant()
              ? "the role %s belongs to one tenant; name it".formatted(wanted.role().word())
              : "an administrator belongs to no tenant; leave the tenant out");
    }
    Passwords.check(wanted.password(), wanted.name());
  }

  private Account insert(Handle handle, NewAccount wanted, String password, String by)
      throws SQLException {
    if (store.count(handle) >= ACCOUNTS) {
      throw new Refused(Kind.LIMIT_REACHED, "there are %d accounts, the limit".formatted(ACCOUNTS));
    }
    Account account =
        new Account(
            hex(ID_BYTES),
            wanted.name(),
            wanted.role(),
            wanted.tenantId(),
            true,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            by,
            Optional.empty());
    if (!store.insert(handle, account, password)) {
      throw new Refused(Kind.IN_USE, "somebody else has the name " + wanted.name());
    }
    return account;
  }

  public Optional<Account> find(String accountId) {
    return database.read(handle -> store.byId(handle, accountId)).map(AccountStore.Kept::account);
  }

  /// @param tenantId empty: of all tenants, and administrators
  /// @param after the id of the last one seen; empty at first
  public List<Account> list(Optional<String> tenantId, String after, int limit) {
    return database.search(handle -> store.page(handle, tenantId, after, limit));
  }

  /// Changes it. A new password, another role and disabling end all its sessions.
  ///
  /// @throws Refused if `by` may not, or no administrator would be left
  public Account change(Account account, Change change, Caller by) {
    Role role = change.role().orElse(account.role());
    if (role.ofOneTenant() != account.role().ofOneTenant()) {
      throw new Refused(
          Kind.INVALID, "an account cannot become or cease to be an administrator; make another");
    }
    if (!by.mayGrant(role, account.tenantId(), Set.of())
        || !by.mayGrant(account.role(), account.tenantId(), Set.of())) {
      throw new Refused(
          Kind.FORBIDDEN, "an account with more rights than yours is not yours to change");
    }
    change.password().ifPresent(password -> Passwords.check(password, account.name()));
    Optional<String> hash = change.password().map(passwords::hash);
    return database.write(handle -> {
      AccountStore.Kept kept = known(handle, account.accountId());
      boolean enabled = change.enabled().orElse(kept.account().enabled());
      store.update(handle, account.accountId(), role, enabled, hash.orElse(kept.password()));
      if (account.role() == Role.ADMINISTRATOR) {
        requireAdministrator(handle);
      }
      store.closeAll(handle, account.accountId());
      return known(handle, account.accountId()).account();
    });
  }

  /// Whether this is the account's password.
  public boolean hasPassword(Account account, String password) {
    return database
        .read(handle -> store.byId(handle, account.accountId()))
        .map(kept -> passwords.fits(password, kept.password()))
        .orElse(false);
  }

  /// @throws Refused if `by` may not, or no administrator would be left
  public void delete(Account account, Caller by) {
    if (!by.mayGrant(account.role(), account.tenantId(), Set.of())) {
      throw new Refused(
          Kind.FORBIDDEN, "an account with more rights than yours is not yours to delete");
    }
    database.change(handle -> {
      AccountStore.Kept _ = known(handle, account.accountId());
      store.delete(handle, account.accountId());
      if (account.role() == Role.ADMINISTRATOR) {
        requireAdministrator(handle);
      }
    });
  }

  private void requireAdministrator(Handle handle) throws SQLException {
    if (store.administrators(handle) == 0) {
      throw new Refused(Kind.IN_USE, "nobody would be left who administers the platform");
    }
  }

  /// A new one-time code for the first administrator, in place of an older one; empty if there is
  /// an administrator already.
  public Optional<String> firstSignInCode() {
    String code = hex(CODE_BYTES);
    return database.write(handle -> {
      if (store.administrators(handle) > 0) {
        return Optional.<String>empty();
      }
      store.keepCode(handle, Tokens.hash(code));
      return Optional.of(code);
    });
  }

  /// Whether this is the hash of the present code.
  boolean unclaimed(byte[] code) {
    return database.read(handle -> store.isCode(handle, code));
  }

  /// Makes the first administrator; code and account change hands together.
  Account claim(byte[] code, String name, String password) {
    NewAccount wanted = new NewAccount(name, Role.ADMINISTRATOR, Optional.empty(), password);
    check(wanted);
    String hash = passwords.hash(password);
    return database.write(handle -> {
      if (!store.takeCode(handle, code)) {
        throw new Refused(Kind.FORBIDDEN, "the code was used meanwhile");
      }
      return insert(handle, wanted, hash, "first sign-in");
    });
  }

  private AccountStore.Kept known(Handle handle, String accountId) throws SQLException {
    return store
        .byId(handle, accountId)
        .orElseThrow(() -> new Refused(Kind.ACCOUNT_UNKNOWN, "there is no account " + accountId));
  }

  private String hex(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
