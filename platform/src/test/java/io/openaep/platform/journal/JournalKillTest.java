package io.openaep.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that appends (SIGKILL, at a random moment) and looks whether everything that it
/// had been told is stored is there.
class JournalKillTest {
  private static final int ROUNDS = 3;

  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedSurvivesKill() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<Long, String> acknowledged = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<String> lines = runAndKill(random.nextInt(150));
      for (String line : lines) {
        String[] words = line.split(" ", -1);
        acknowledged.put(Long.parseLong(words[0]), words[1]);
      }
      try (Journal journal = open(directory)) {
        Map<Long, String> stored = new HashMap<>();
        for (Recorded recorded : journal.read(0, Integer.MAX_VALUE)) {
          stored.put(recorded.position(), JournalContract.text(recorded));
        }
        assertThat(acknowledged).as("seed %d round %d", seed, round).isNotEmpty();
        assertThat(stored).as("seed %d round %d", seed, round).containsAllEntriesOf(acknowledged);
        assertThat(journal.state("counter"))
            .as("state is as new as the newest event of its thread")
            .allSatisfy(entry ->
                assertThat(newest(stored, entry.device()))
                    .isEqualTo(Long.parseLong(entry.value().toUtf8())));
      }
    }
  }

  private static long newest(Map<Long, String> stored, long thread) {
    return stored.values().stream()
        .filter(text -> text.startsWith(thread + ":"))
        .mapToLong(text -> Long.parseLong(text.substring(text.indexOf(':') + 1)))
        .max()
        .orElse(-1);
  }

  private List<String> runAndKill(int afterMillis) throws IOException, InterruptedException {
    Process child = ChildJvm.start(List.of(), AppendingProcess.class, directory.toString());
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      long deadlineNanos = 0;
      String line = out.readLine();
      while (line != null) {
        lines.add(line);
        if (deadlineNanos == 0) {
          deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(afterMillis);
        } else if (System.nanoTime() - deadlineNanos > 0) {
          // SIGKILL. By the handle, because the process would close its output unread.
          boolean _ = child.toHandle().destroyForcibly();
        }
        line = out.readLine();
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(child.exitValue()).as("killed, not ended").isEqualTo(128 + 9);
    // The last line may be cut short.
    return lines.stream().filter(text -> text.endsWith(" .")).toList();
  }

  static Journal open(Path directory) {
    return SqliteJournal.open(
        new SqliteFile(directory.resolve("journal.db"), Durability.FULL),
        JournalSettings.USUAL,
        InstantSource.system(),
        new SimpleMeterRegistry());
  }
}
