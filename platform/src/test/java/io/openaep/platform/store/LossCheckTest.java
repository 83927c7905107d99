package io.openaep.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is missing in a data directory, or does not fit together, is named by a check, not
/// restored, and not hidden by a start.
class LossCheckTest {
  @TempDir private Path temp;

  private void file(DataFile file, String... statements) {
    try (Database database = Database.open(file.in(temp))) {
      database.change(handle -> {
        handle.update("create table schema_version (feature text)");
        for (String statement : statements) {
          handle.update(statement);
        }
      });
    }
  }

  /// A directory whose journal holds the events from `first` to `last`, folded up to `folded`.
  private void directory(long first, long last, long folded) {
    file(DataFile.REGISTRY, "create table push_subscription (id bigint primary key)");
    file(
        DataFile.JOURNAL,
        "create table event (position integer primary key)",
        "insert into event (position) values (%d), (%d)".formatted(first, last));
    file(DataFile.DATA, fold("data", folded), at("data", folded));
    file(DataFile.PUSH, fold("push", 1), at("push", 1));
    file(DataFile.REQUESTS);
  }

  private static String fold(String name, long position) {
    return "create table %s_fold (position bigint not null default %d)".formatted(name, position);
  }

  private static String at(String name, long position) {
    return "insert into %s_fold (position) values (%d)".formatted(name, position);
  }

  /// As a start does.
  private void start(boolean accepted) {
    LossCheck.beforeOpening(temp);
    List<Database> open = new ArrayList<>();
    try {
      open.add(Database.open(DataFile.REGISTRY.in(temp)));
      open.add(Database.open(DataFile.JOURNAL.in(temp)));
      LossCheck.beforeFolding(temp, accepted);
      for (DataFile file : List.of(DataFile.DATA, DataFile.PUSH, DataFile.REQUESTS)) {
        open.add(Database.open(file.in(temp)));
      }
    } finally {
      open.forEach(Database::close);
    }
  }

  private void lose(DataFile file) throws IOException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(temp.resolve(file.fileName() + suffix));
    }
  }

  private void refused(String reason) {
    for (int tries = 0; tries < 2; tries++) { // what the first makes must not hide it
      assertThatThrownBy(() -> start(false))
          .isInstanceOf(UnusableData.class)
          .hasMessageContaining(reason);
    }
  }

  private List<String> problems(DataFile file) {
    return Integrity.check(temp).stream()
        .filter(it -> it.file() == file)
        .flatMap(it -> it.problems().stream())
        .toList();
  }

  @Test
  void everythingThereIsWhole() {
    directory(40, 50, 45);
    assertThat(Integrity.check(temp)).hasSize(5).allMatch(Integrity.Finding::isWhole);
    assertThatCode(() -> start(false)).doesNotThrowAnyException();
  }

  @Test
  void aFirstStartThatWasCutShortGoesOn() {
    assertThatCode(() -> start(false)).doesNotThrowAnyException();
    assertThatCode(() -> start(false)).doesNotThrowAnyException();
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() throws IOException {
    for (DataFile file : DataFile.values()) {
      directory(1, 50, 45);
      lose(file);
      assertThat(problems(file)).containsExactly("it is not there");
      Files.createFile(temp.resolve(file.fileName()));
      assertThat(problems(file)).containsExactly("it is empty");
      assertThatThrownBy(
              () -> Restore.restore(temp, temp.resolve("target"), new RestoreKey.Elsewhere()))
          .hasMessageContaining("The backup is damaged: " + file.fileName() + ": it is empty");
      assertThatThrownBy(() -> Backup.take(temp, temp.resolve("backup"), false))
          .hasMessageContaining(file.fileName() + " is not there or empty");
      assertThat(temp.resolve("target")).doesNotExist();
      assertThat(temp.resolve("backup.partial")).doesNotExist();
      for (DataFile each : DataFile.values()) {
        lose(each);
      }
    }
  }

  @Test
  void foldedStateIsMadeAgainWhileTheJournalHoldsAllOfIt() throws IOException {
    directory(1, 50, 45);
    lose(DataFile.DATA);
    assertThatCode(() -> start(false)).doesNotThrowAnyException();
  }

  @Test
  void foldedStateThatTheJournalCannotGiveBackIsNoFreshStart() throws IOException {
    directory(40, 50, 45);
    lose(DataFile.DATA);
    lose(DataFile.REQUESTS);
    refused("holds what happened up to event 0, but journal.db begins at 40");
    assertThat(List.of(DataFile.DATA, DataFile.REQUESTS))
        .allSatisfy(it ->
            assertThat(temp.resolve(it.fileName()))
                .as("not made by a refused start")
                .doesNotExist());
    assertThat(problems(DataFile.DATA)).containsExactly("it is not there");
    assertThatCode(() -> start(true)).as("said once").doesNotThrowAnyException();
  }

  @Test
  void anOlderFileThanTheJournalReachesBackToIsNamedAndRefused() {
    directory(40, 50, 30);
    assertThat(problems(DataFile.DATA))
        .containsExactly("it ends at event 30, but the journal begins at 40");
    refused("up to event 30, but journal.db begins at 40");
  }

  @Test
  void aJournalThatEndsBeforeWhatWasFoldedIsRefusedWhateverIsAccepted() {
    directory(1, 20, 45);
    refused("ends at 20, but 45 events of it were seen already");
    assertThatThrownBy(() -> start(true)).isInstanceOf(UnusableData.class);
  }

  @Test
  void registryAndJournalAreNotMadeAnewBesideOthers() throws IOException {
    directory(1, 50, 45);
    lose(DataFile.JOURNAL);
    refused("journal.db is not there or empty");
    assertThat(temp.resolve("journal.db")).doesNotExist();
    lose(DataFile.REGISTRY);
    refused("registry.db is not there or empty");
    assertThat(temp.resolve("registry.db")).doesNotExist();
  }

  @Test
  void waitingMessagesAreNotForgottenSilently() throws IOException {
    directory(1, 50, 45);
    lose(DataFile.PUSH);
    assertThatCode(() -> start(false)).as("nobody subscribed").doesNotThrowAnyException();
    lose(DataFile.PUSH);
    try (Database registry = Database.open(DataFile.REGISTRY.in(temp))) {
      registry.change(handle -> handle.update("insert into push_subscription (id) values (1)"));
    }
    refused("messages that waited for their receivers");
    assertThat(temp.resolve("push.db")).as("not made by a refused start").doesNotExist();
  }

  @Test
  void aBackupIsNotWrittenToAndOneThatWasKilledIsReplaced() throws Exception {
    directory(1, 50, 45);
    Path draft = Files.createDirectory(temp.resolve("backup.partial"));
    Files.write(draft.resolve("data.db"), new byte[3]);
    Files.write(draft.resolve(".writing"), new byte[0]);
    Path backup = Backup.take(temp, temp.resolve("backup"), false).directory();
    assertThat(draft).doesNotExist();
    Restore.restore(backup, temp.resolve("restored"), new RestoreKey.Elsewhere());
    assertThat(Integrity.check(backup)).allMatch(Integrity.Finding::isWhole);
    try (var files = Files.list(backup)) {
      assertThat(files.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "data.db", "push.db", "requests.db", "journal.db", "registry.db");
    }
  }

  @Test
  void aBackupLeavesAloneWhatIsNotItsOwnOrBeingWritten() throws Exception {
    directory(1, 50, 45);
    Path draft = Files.createDirectory(temp.resolve("backup.partial"));
    Path notes = Files.createFile(draft.resolve("notes"));
    assertThatThrownBy(() -> Backup.take(temp, temp.resolve("backup"), false))
        .hasMessageContaining("backup.partial is there already");
    assertThat(notes).exists();
    Files.delete(notes);
    Path copy = Files.createFile(draft.resolve("data.db"));
    Files.createFile(draft.resolve("journal.db"));
    assertThatThrownBy(() -> Backup.take(temp, temp.resolve("backup"), false))
        .as("a copy by hand, which no backup began")
        .hasMessageContaining("backup.partial is there already");
    Path kept = Files.createFile(draft.resolve("data.db.kept"));
    Files.createFile(draft.resolve(".writing"));
    assertThatThrownBy(() -> Backup.take(temp, temp.resolve("backup"), false))
        .as("a name that only begins as ours")
        .hasMessageContaining("backup.partial is there already");
    assertThat(List.of(copy, kept)).allSatisfy(it -> assertThat(it).exists());
    Files.delete(kept);
    try (BackupDraft _ = BackupDraft.of(temp.resolve("backup"))) {
      assertThatThrownBy(() -> Backup.take(temp, temp.resolve("backup"), false))
          .hasMessageContaining("is being written already");
    }
    assertThat(draft).doesNotExist();
  }

  @Test
  void aDatabaseThatWasNeverWorkedWithIsNoBackup() throws Exception {
    directory(1, 50, 45);
    lose(DataFile.DATA);
    Database.open(DataFile.DATA.in(temp)).close();
    assertThatThrownBy(() -> Backup.take(temp, temp.resolve("backup"), false))
        .hasMessageContaining("data.db holds no tables, so this would be no backup");
    assertThat(temp.resolve("backup.partial")).doesNotExist();
  }

  @Test
  void aCertificateThatIsThereAlreadyIsKeptAndMustBeTheSame() throws Exception {
    directory(1, 50, 45);
    Path backup = Backup.take(temp, temp.resolve("backup"), false).directory();
    Files.writeString(backup.resolve("tls.pem"), "of the backup");
    Path target = Files.createDirectory(temp.resolve("target"));
    Path certificate = Files.writeString(target.resolve("tls.pem"), "another");
    assertThatThrownBy(() -> Restore.restore(backup, target, new RestoreKey.Elsewhere()))
        .hasMessageContaining("tls.pem is there already and is not the one of the backup");
    assertThat(certificate).hasContent("another");
    assertThat(target.resolve("data.db")).doesNotExist();
    Files.writeString(certificate, "of the backup");
    assertThat(Restore.restore(backup, target, new RestoreKey.Elsewhere())).hasSize(5);
    assertThat(certificate).hasContent("of the backup");
  }
}
