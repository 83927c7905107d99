package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `openaep admin backup`, `restore` and `check` on a platform that works meanwhile.
@OnceIsProof
class BackupTest {
  @TempDir private static Path shared;

  @TempDir private Path directory;

  /// What a platform leaves that ran and stopped; every test works on a copy.
  @BeforeAll
  static void runOnce() throws Exception {
    PlatformProcess.start(shared.resolve("stopped")).close();
  }

  private Path stopped() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    try (Stream<Path> files = Files.list(shared.resolve("stopped"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, data.resolve(file.getFileName()));
      }
    }
    return data;
  }

  private Program admin(String... words) throws Exception {
    String[] all = new String[words.length + 1];
    all[0] = "admin";
    System.arraycopy(words, 0, all, 1, words.length);
    return Program.run(directory, Map.of(), all);
  }

  @Test
  void backupUnderLoadHoldsEverythingAcknowledgedBeforeItBegan() throws Exception {
    Path data = directory.resolve("data");
    Path backup = directory.resolve("not/yet/there");
    Map<Api.Device, Set<String>> before = new LinkedHashMap<>();
    String command;
    Api.Device commanded;
    try (PlatformProcess platform = PlatformProcess.start(data);
        ReportingFleet fleet = new ReportingFleet(platform, 1)) {
      fleet.start();
      Eventually.holds(
          () -> assertThat(fleet.devices().keySet()).allMatch(it -> it.acknowledged().size() > 20));
      commanded = fleet.addressees().getFirst();
      command = platform.api().textCommand(commanded, "before the backup");
      fleet.devices().forEach((it, device) -> before.put(device, Set.copyOf(it.acknowledged())));
      Program taken = admin("backup", "--data", data.toString(), backup.toString(), "--with-key");
      assertThat(taken.status()).as(taken.err()).isZero();
      fleet
          .devices()
          .forEach((it, device) ->
              assertThat(it.acknowledged())
                  .as("reports while the backup ran")
                  .hasSizeGreaterThan(before.getOrDefault(device, Set.of()).size()));
      fleet.stop();

      Program again = admin("backup", "--data", data.toString(), backup.toString());
      assertThat(again.status()).isEqualTo(1);
      assertThat(again.err()).contains("is there already").doesNotContain("\tat ", "Exception");
      Program checked = admin("check", "--data", data.toString());
      assertThat(checked.status()).as(checked.out() + checked.err()).isZero();
    }

    Path restored = directory.resolve("restored");
    Program done = admin("restore", backup.toString(), "--data", restored.toString());
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(admin("check", "--data", restored.toString()).status()).isZero();
    try (PlatformProcess platform = PlatformProcess.start(restored)) {
      Api api = platform.api();
      for (Map.Entry<Api.Device, Set<String>> device : before.entrySet()) {
        assertThat(api.reports(device.getKey())).containsAll(device.getValue());
      }
      assertThat(api.command(commanded, command).path("commandStatus").asString("")).isNotEmpty();
    }
  }

  @Test
  void restoreWantsTheRightKeyAtOnce() throws Exception {
    Path data = stopped();
    Path backup = directory.resolve("backup");
    assertThat(admin("backup", "--data", data.toString(), backup.toString()).status()).isZero();
    Path target = directory.resolve("target");
    List<String> restore = List.of("restore", backup.toString(), "--data", target.toString());

    refused(restore, List.of(), "The key of the secrets is not there", "--key");
    Path wrong = Files.write(directory.resolve("wrong.key"), new byte[32]);
    refused(restore, List.of("--key", wrong.toString()), "is not the key that the secrets of");
    Files.write(wrong, new byte[5]);
    refused(restore, List.of("--key", wrong.toString()), "it is no key of OpenAEP");
    assertThat(target).doesNotExist();

    String right = data.resolve("secret.key").toString();
    assertThat(admin(with(restore, List.of("--key", right))).status()).isZero();
    PlatformProcess.start(target).close();
    Path second = directory.resolve("second");
    Program apart =
        admin("restore", backup.toString(), "--data", second.toString(), "--without-key");
    assertThat(apart.out()).contains("--key-file");
  }

  @Test
  void whatCannotBeWrittenIsSaidInWords() throws Exception {
    Path data = stopped();
    Path file = Files.createFile(directory.resolve("file"));
    Program refused = admin("backup", "--data", data.toString(), file.resolve("backup").toString());
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("file").doesNotContain("Exception", "\tat ");
    Files.delete(data.resolve("secret.key"));
    Path backup = directory.resolve("backup");
    Program keyless = admin("backup", "--data", data.toString(), backup.toString(), "--with-key");
    assertThat(keyless.err()).contains("The key of the secrets is not in", "--key-file");
    assertThat(backup).doesNotExist();
  }

  private void refused(List<String> words, List<String> more, String... sentence) throws Exception {
    Program refused = admin(with(words, more));
    assertThat(refused.status()).as(refused.err()).isEqualTo(1);
    assertThat(refused.err()).contains(sentence).doesNotContain("Exception", "\tat ");
  }

  private static String[] with(List<String> words, List<String> more) {
    return Stream.concat(words.stream(), more.stream()).toArray(String[]::new);
  }

  @Test
  void damagedDatabaseIsFoundAndNotRestored() throws Exception {
    Path data = stopped();
    Path backup = directory.resolve("backup");
    assertThat(admin("backup", "--data", data.toString(), backup.toString()).status()).isZero();
    try (RandomAccessFile file =
        new RandomAccessFile(backup.resolve("journal.db").toFile(), "rw")) {
      file.seek(4096);
      file.write(new byte[4096]);
    }
    Program checked = admin("check", "--data", backup.toString());
    assertThat(checked.status()).isEqualTo(1);
    assertThat(checked.out()).containsPattern("journal\\.db +false");
    Path target = directory.resolve("target");
    Program refused = admin("restore", backup.toString(), "--data", target.toString());
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("The backup is damaged: journal.db");
    assertThat(target).doesNotExist();
  }

  @Test
  void restoreLeavesADirectoryWithDatabasesAlone() throws Exception {
    Path data = stopped();
    Path backup = directory.resolve("backup");
    assertThat(admin("backup", "--data", data.toString(), backup.toString()).status()).isZero();
    Program refused =
        admin("restore", backup.toString(), "--data", data.toString(), "--without-key");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("holds databases already");
    assertThat(Files.exists(backup.resolve("secret.key"))).as("not without --with-key").isFalse();
  }

  @Test
  void aDatabaseThatIsGoneIsNamedByCheckAndByAStartOnceTheJournalIsCut() throws Exception {
    Path data = directory.resolve("data");
    try (PlatformProcess platform =
        PlatformProcess.startWith(List.of("env", "OPENAEP_KEEP_EVENTS=1s"), data)) {
      Api.Device device = platform.api().device(platform.api().tcp("lost"), false, "l1");
      try (RawTcp tcp = new RawTcp(RawStream.open("127.0.0.1", platform.port("tcp")))) {
        assertThat(tcp.logIn(device)).isZero();
        for (int each = 0; each < 5; each++) {
          tcp.report("r" + each);
          tcp.acknowledged();
        }
      }
      Eventually.holds(
          () -> assertThat(Files.readString(platform.log())).contains("journal trimmed"));
    }
    Files.delete(data.resolve("data.db"));
    Program checked = admin("check", "--data", data.toString());
    assertThat(checked.status()).isEqualTo(1);
    assertThat(checked.out()).containsPattern("data\\.db +false +.*it is not there");
    for (int tries = 0; tries < 2; tries++) {
      Program serve =
          Program.run(directory, Map.of(), "serve", "--data", data.toString(), "--http-port", "0");
      assertThat(serve.status()).isNotZero();
      assertThat(serve.err())
          .contains("data.db holds what happened up to event 0", "OPENAEP_ACCEPT_LOSS")
          .doesNotContain("\tat ");
    }
    try (PlatformProcess platform =
        PlatformProcess.startWith(List.of("env", "OPENAEP_ACCEPT_LOSS=true"), data)) {
      assertThat(Files.readString(platform.log())).contains("loss accepted");
    }
    assertThat(admin("check", "--data", data.toString()).status()).isZero();
  }
}
