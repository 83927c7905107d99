package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `openaep admin backup`, `restore` and `check` on a platform that works meanwhile.
class BackupTest {
  @TempDir private Path directory;

  private Program admin(String... words) throws Exception {
    String[] all = new String[words.length + 1];
    all[0] = "admin";
    System.arraycopy(words, 0, all, 1, words.length);
    return Program.run(directory, Map.of(), all);
  }

  @Test
  void backupUnderLoadHoldsEverythingAcknowledgedBeforeItBegan() throws Exception {
    Path data = directory.resolve("data");
    Path backup = directory.resolve("backup");
    Set<String> before = new TreeSet<>();
    Api.Device device;
    try (PlatformProcess platform = PlatformProcess.start(data)) {
      Api.Product product = platform.api().mqtt("backup");
      device = platform.api().device(product, false, "b1");
      ConcurrentSkipListSet<String> acknowledged = new ConcurrentSkipListSet<>();
      AtomicBoolean going = new AtomicBoolean(true);
      Thread load = Thread.ofVirtual().start(() -> report(platform, device, acknowledged, going));
      Eventually.holds(() -> assertThat(acknowledged).hasSizeGreaterThan(200));
      before.addAll(acknowledged);
      Program taken = admin("backup", "--data", data.toString(), backup.toString(), "--with-key");
      assertThat(taken.status()).as(taken.err()).isZero();
      int during = acknowledged.size() - before.size();
      assertThat(during).as("reports while the backup ran").isPositive();
      going.set(false);
      load.join();

      Program again = admin("backup", "--data", data.toString(), backup.toString());
      assertThat(again.status()).isEqualTo(1);
      assertThat(again.err()).contains("is there already").doesNotContain("\tat ");
      Program checked = admin("check", "--data", data.toString());
      assertThat(checked.status()).as(checked.out() + checked.err()).isZero();
    }

    Path restored = directory.resolve("restored");
    Program done = admin("restore", backup.toString(), "--data", restored.toString());
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(admin("check", "--data", restored.toString()).status()).isZero();
    try (PlatformProcess platform = PlatformProcess.start(restored)) {
      Api.Device same = device;
      Eventually.holds(() ->
          assertThat(platform.api().reports(same)).containsAll(before).doesNotHaveDuplicates());
    }
  }

  @Test
  void damagedDatabaseIsFoundAndNotRestored() throws Exception {
    Path data = directory.resolve("data");
    PlatformProcess.start(data).close();
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
    Path data = directory.resolve("data");
    PlatformProcess.start(data).close();
    Path backup = directory.resolve("backup");
    assertThat(admin("backup", "--data", data.toString(), backup.toString()).status()).isZero();
    Program refused = admin("restore", backup.toString(), "--data", data.toString());
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("holds databases already");
    assertThat(Files.exists(backup.resolve("secret.key"))).as("not without --with-key").isFalse();
  }

  private static void report(
      PlatformProcess platform, Api.Device device, Set<String> acknowledged, AtomicBoolean going) {
    try (RawMqtt mqtt = RawMqtt.open(platform)) {
      assertThat(mqtt.logIn(device)).isZero();
      for (int n = 0; going.get(); n++) {
        String text = "{\"n\":" + n + "}";
        mqtt.report(text);
        mqtt.acknowledged();
        acknowledged.add(text);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
