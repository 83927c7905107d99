package io.openaep.platform.journal;

import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/// Appends until the journal cannot write any more, waits until it can again, appends once more and
/// ends. Says so in lines `full <stored events>` and `again <position>`. Started by {@link
/// JournalWriteFailureTest}.
final class FillingProcess {
  private FillingProcess() {}

  public static void main(String[] args) {
    try (Journal journal = JournalKillTest.open(Path.of(args[0]))) {
      long stored = 0;
      String bulk = "x".repeat(16_000);
      try {
        while (true) {
          JournalContract.join(journal.append(Events.report(stored + " " + bulk)));
          stored++;
        }
      } catch (CompletionException full) {
        System.out.println("full " + stored + " " + journal.trouble().isPresent());
      }
      JournalContract.eventually(() -> journal.trouble().isEmpty());
      long position = JournalContract.join(journal.append(Events.report("after")));
      System.out.println("again " + position);
    }
  }
}
