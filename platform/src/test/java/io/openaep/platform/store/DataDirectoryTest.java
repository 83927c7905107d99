package io.openaep.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temp;

  @Test
  void isMadeForItsOwnerAlone() throws Exception {
    try (DataDirectory directory = DataDirectory.open(temp.resolve("a/b"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
          .isEqualTo("rwx------");
      try (Database database = Database.open(DataFile.JOURNAL.in(directory.path()))) {
        database.change(handle -> handle.update("create table note (id bigint primary key)"));
        assertThat(modes(directory.path()))
            .containsOnlyKeys("lock", "journal.db", "journal.db-wal", "journal.db-shm")
            .allSatisfy((_, mode) -> assertThat(mode).isEqualTo("rw-------"));
      }
    }
  }

  private static Map<String, String> modes(Path directory) throws IOException {
    Map<String, String> modes = new HashMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        modes.put(
            file.getFileName().toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    return modes;
  }

  @Test
  void secondUseInThisProcessIsRefusedAndLeavesTheLockInPlace() throws Exception {
    try (DataDirectory directory = DataDirectory.open(temp)) {
      assertThatThrownBy(() -> DataDirectory.open(temp.resolve(".")))
          .isInstanceOf(UnusableData.class);
      assertThat(openInAnotherProcess(directory.path()))
          .startsWith(
              "The data directory %s is in use by another OpenAEP (process %d)."
                  .formatted(directory.path(), ProcessHandle.current().pid()));
    }
  }

  @Test
  void isFreeAgainAfterClose() throws Exception {
    DataDirectory.open(temp).close();
    assertThat(openInAnotherProcess(temp)).isEqualTo("opened");
    DataDirectory.open(temp).close();
  }

  @Test
  void fileInItsPlaceIsRefusedWithASentence() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(UnusableData.class)
        .hasMessageContaining("cannot be made")
        .hasMessageContaining("--data");
  }

  /// What a second process says that opens the same directory.
  private static String openInAnotherProcess(Path path) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SecondProcess.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines().reduce("", (_, last) -> last);
  }

  /// The other process.
  static final class SecondProcess {
    private SecondProcess() {}

    public static void main(String[] arguments) {
      try (DataDirectory _ = DataDirectory.open(Path.of(arguments[0]))) {
        System.out.println("opened");
      } catch (UnusableData e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
