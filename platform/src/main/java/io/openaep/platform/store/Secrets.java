package io.openaep.platform.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encrypts secrets for keeping: AES-256-GCM with a random nonce. Each value is bound to the place
/// it is kept in, so that a value copied to another row or column does not open there. Thread-safe.
public final class Secrets {
  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
  private static final Migrations TABLES =
      new Migrations("secrets", Secrets.class, List.of("secrets-1.sql"));
  private static final String CHECK_PLACE = "secrets_check.value/1";
  private static final byte[] CHECK = "openaep".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  private Secrets(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /// Reads the key, or makes one for a new database. `database` keeps a check value that tells the
  /// right key from a wrong one.
  ///
  /// @throws UnusableData if the key is missing or is not the one that this database was written
  ///   with
  public static Secrets open(KeyFile file, Database database, InstantSource clock) {
    TABLES.apply(database, clock);
    Optional<byte[]> check =
        database.read(
            handle -> handle.first("select value from secrets_check", row -> row.bytes("value")));
    Optional<byte[]> key = file.read();
    if (check.isPresent() && key.isEmpty()) {
      throw new UnusableData(
          ("The key file %s is missing, and the secrets in %s cannot be read without it."
                  + " Put it back, or say with --key-file where it is.")
              .formatted(file.path(), database));
    }
    Secrets secrets = new Secrets(key.orElseGet(file::create));
    if (check.isEmpty()) {
      byte[] sealed = secrets.seal(CHECK, CHECK_PLACE);
      database.change(
          handle -> handle.update("insert into secrets_check (id, value) values (1, ?)", sealed));
    } else if (!secrets.fits(check.get())) {
      throw new UnusableData(
          ("The key file %s is not the one that the secrets in %s were encrypted with."
                  + " Say with --key-file where the right one is.")
              .formatted(file.path(), database));
    }
    if (file.inDataDirectory()) {
      LOG.warn(
          "key lies beside the secrets that it protects file={} advice=\"keep it on another"
              + " volume and name it with --key-file\"",
          file.path());
    }
    return secrets;
  }

  /// Whether a key is the one that the secrets of a registry were encrypted with; nothing is
  /// written.
  ///
  /// @throws UnusableData if the file is no key
  static boolean fits(KeyFile file, SqliteFile registry) throws SQLException {
    Optional<byte[]> key = file.read();
    try (Connection connection = registry.visitor();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select value from secrets_check")) {
      return !rows.next() || (key.isPresent() && new Secrets(key.get()).fits(rows.getBytes(1)));
    }
  }

  /// Encrypts.
  ///
  /// @param place where the result will be kept: `table.column/row`
  /// @return nonce, ciphertext and tag: 28 bytes more than `plain`
  public byte[] seal(byte[] plain, String place) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + plain.length + TAG_BITS / 8);
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES/GCM", e);
    }
  }

  /// Decrypts what {@link #seal} made for the same place.
  ///
  /// @throws StoreException if it was changed, belongs to another place, or has another key
  public byte[] open(byte[] sealed, String place) {
    if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
      throw new StoreException("the secret at " + place + " is too short");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, sealed, place)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw new StoreException("the secret at " + place + " does not open", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES/GCM", e);
    }
  }

  private boolean fits(byte[] check) {
    try {
      return Arrays.equals(open(check, CHECK_PLACE), CHECK);
    } catch (StoreException _) {
      return false;
    }
  }

  /// @param nonce its first {@link #NONCE_BYTES} bytes count
  private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
