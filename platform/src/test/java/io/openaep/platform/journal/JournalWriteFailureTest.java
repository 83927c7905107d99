package io.openaep.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operating system refuses to write more (a file size limit on a process of its own; a full
/// disk looks the same to the write-ahead log), and later allows it again.
class JournalWriteFailureTest {
  /// More than the driver's native library, which it unpacks, and less than the write-ahead log
  /// grows to before it is written back.
  private static final int LIMIT_KIB = 3_000;

  @TempDir Path directory;

  @Test
  void itRefusesAndGoesOnWhenItCanWriteAgain() throws Exception {
    Process child =
        ChildJvm.start(
            List.of("bash", "-c", "ulimit -S -f " + LIMIT_KIB + "; exec \"$0\" \"$@\""),
            FillingProcess.class,
            directory.toString());
    long stored;
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      String[] full = awaitLine(out, "full ");
      stored = Long.parseLong(full[1]);
      assertThat(full[2]).as("trouble is told").isEqualTo("true");
      Process raise =
          new ProcessBuilder(
                  "prlimit", "--pid", Long.toString(child.pid()), "--fsize=unlimited:unlimited")
              .inheritIO()
              .start();
      assertThat(raise.waitFor()).isZero();
      assertThat(awaitLine(out, "again ")[1]).isEqualTo(Long.toString(stored + 1));
      assertThat(child.waitFor()).isZero();
    } finally {
      child.destroyForcibly();
    }
    assertThat(stored).isPositive();
    try (Journal journal = JournalKillTest.open(directory)) {
      List<Recorded> all = journal.read(0, 10_000);
      assertThat(all).hasSize((int) stored + 1);
      for (int i = 0; i < stored; i++) {
        assertThat(JournalContract.text(all.get(i))).startsWith(i + " ");
      }
      assertThat(JournalContract.text(all.getLast())).isEqualTo("after");
    }
  }

  private static String[] awaitLine(BufferedReader out, String start) throws Exception {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(start)) {
        return line.split(" ", -1);
      }
    }
    throw new AssertionError("ended without a line '" + start + "…'");
  }
}
