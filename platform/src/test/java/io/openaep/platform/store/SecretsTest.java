package io.openaep.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.store.SqliteFile.Durability;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final byte[] PLAIN = "nFSzM3tjRCOYygFWrlOb26eK".getBytes(StandardCharsets.UTF_8);

  @TempDir Path temp;
  private DataDirectory directory;
  private Database database;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(temp.resolve("data"));
    database = Database.open(new SqliteFile(directory.file("test.db"), Durability.FULL));
  }

  @AfterEach
  void close() {
    database.close();
    directory.close();
  }

  private Secrets secrets() {
    return secrets(Optional.empty());
  }

  private Secrets secrets(Optional<Path> keyFile) {
    return Secrets.open(KeyFile.of(keyFile, directory), database, InstantSource.system());
  }

  @Test
  void sealedValueOpensInItsPlaceAfterARestart() {
    byte[] sealed = secrets().seal(PLAIN, "device.token/7");
    assertThat(secrets().open(sealed, "device.token/7")).isEqualTo(PLAIN);
  }

  @Test
  void sameValueIsNeverSealedTheSameWay() {
    Secrets secrets = secrets();
    assertThat(secrets.seal(PLAIN, "a")).isNotEqualTo(secrets.seal(PLAIN, "a"));
  }

  @Test
  void valueMovedToAnotherPlaceDoesNotOpen() {
    Secrets secrets = secrets();
    byte[] sealed = secrets.seal(PLAIN, "device.token/7");
    assertThatThrownBy(() -> secrets.open(sealed, "device.token/8"))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void changedValueDoesNotOpen() {
    Secrets secrets = secrets();
    byte[] sealed = secrets.seal(PLAIN, "a");
    sealed[20] ^= 1;
    assertThatThrownBy(() -> secrets.open(sealed, "a")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> secrets.open(new byte[5], "a")).isInstanceOf(StoreException.class);
  }

  @Test
  void keyIsMadeForItsOwnerAlone() throws Exception {
    secrets();
    Path key = directory.file("secret.key");
    assertThat(Files.size(key)).isEqualTo(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void keyMayLieElsewhere() {
    Path key = temp.resolve("elsewhere.key");
    secrets(Optional.of(key));
    assertThat(directory.file("secret.key")).doesNotExist();
    assertThat(key).exists();
    assertThat(KeyFile.of(Optional.of(key), directory).inDataDirectory()).isFalse();
    assertThat(KeyFile.of(Optional.empty(), directory).inDataDirectory()).isTrue();
  }

  @Test
  void wrongKeyStopsTheStart() {
    secrets();
    Path other = temp.resolve("other.key");
    new KeyFile(other, false).create();
    assertThatThrownBy(() -> secrets(Optional.of(other)))
        .isInstanceOf(UnusableData.class)
        .hasMessageContaining("other.key is not the one");
  }

  @Test
  void missingKeyStopsTheStartAndNoNewOneIsMade() throws Exception {
    secrets();
    Files.delete(directory.file("secret.key"));
    assertThatThrownBy(this::secrets)
        .isInstanceOf(UnusableData.class)
        .hasMessageContaining("secret.key is missing");
    assertThat(directory.file("secret.key")).doesNotExist();
  }

  @Test
  void fileThatIsNoKeyStopsTheStart() throws Exception {
    Path other = Files.writeString(temp.resolve("other.key"), "hello");
    assertThatThrownBy(() -> secrets(Optional.of(other)))
        .isInstanceOf(UnusableData.class)
        .hasMessageContaining("does not hold 32 bytes");
  }
}
