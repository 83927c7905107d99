package io.openaep.platform.journal;

import io.openaep.wire.Bytes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Appends until it is killed, and prints `position text .` for each append that was acknowledged.
/// Started by {@link JournalKillTest} in a process of its own.
final class AppendingProcess {
  private static final int THREADS = 2;
  private static final int OUTSTANDING = 50;

  private AppendingProcess() {}

  public static void main(String[] args) {
    Journal journal = JournalKillTest.open(Path.of(args[0]));
    long run = journal.end();
    for (int t = 1; t <= THREADS; t++) {
      long device = t;
      Thread.ofPlatform().start(() -> append(journal, device, run));
    }
  }

  private static void append(Journal journal, long device, long first) {
    Semaphore window = new Semaphore(OUTSTANDING);
    for (long i = first; ; i++) {
      window.acquireUninterruptibly();
      String text = device + ":" + i;
      String number = Long.toString(i);
      var counter =
          new StateChange("counter", "c" + device, device, Optional.of(Bytes.utf8(number)));
      journal
          .append(List.of(Events.report(device, Instant.now(), text)), List.of(counter))
          .thenAccept(position -> {
            System.out.print(position + " " + text + " .\n");
            System.out.flush();
            window.release();
          });
    }
  }
}
