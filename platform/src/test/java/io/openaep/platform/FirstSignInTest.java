package io.openaep.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.account.AccountSettings;
import io.openaep.platform.account.AccountTables;
import io.openaep.platform.store.DataDirectory;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The text that tells how the first administrator gets in, by the doors that are open. That it
/// works is shown from outside.
class FirstSignInTest {
  @TempDir private Path path;
  private Database database;
  private FirstSignIn first;

  @BeforeEach
  void open() {
    DataDirectory directory = DataDirectory.open(path.resolve("data"));
    database = Database.open(new SqliteFile(directory.file("registry.db"), Durability.NORMAL));
    first =
        new FirstSignIn(
            directory.path(),
            AccountTables.open(database, AccountSettings.USUAL, InstantSource.system()).accounts());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Path file() {
    return path.resolve("data").resolve("first-sign-in");
  }

  @Test
  void plainHttpIsNamedWhereThereIsSuchADoor() {
    String text =
        first.prepare(Map.of("http", Optional.of(8080), "https", Optional.of(8443))).orElseThrow();
    assertThat(text)
        .contains("\"password\":\"PASSWORD\"}' http://127.0.0.1:8080/api/first-sign-in\n");
    assertThat(text).doesNotContain("https:");
  }

  /// No certificate is for the loopback address.
  @Test
  void overHttpsAloneTheCallDoesNotCheckTheCertificate() throws Exception {
    String text =
        first.prepare(Map.of("http", Optional.empty(), "https", Optional.of(8443))).orElseThrow();
    assertThat(text)
        .contains("\"password\":\"PASSWORD\"}' -k https://127.0.0.1:8443/api/first-sign-in\n");
    assertThat(text).doesNotContain("http:");
    assertThat(Files.readString(file())).isEqualTo(text);
  }

  @Test
  void withoutADoorForItNothingIsWritten() {
    assertThat(first.prepare(Map.of("http", Optional.empty(), "mqtt", Optional.of(1883))))
        .isEmpty();
    assertThat(file()).doesNotExist();
  }
}
