package io.openaep.platform.bench;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.Reported;
import io.openaep.platform.journal.Fold;
import io.openaep.platform.journal.JournalSettings;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.journal.SqliteJournal;
import io.openaep.platform.journal.Tail;
import io.openaep.platform.journal.TailSettings;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/// Appends of 200-byte reports: how many a second reach the disk, and what one costs in CPU time,
/// for several numbers of unanswered appends. Arguments: a directory on the disk to measure, and
/// how many tails follow.
public final class JournalBench {
  private static final int EVENTS = 300_000;
  private static final int PRODUCERS = 2;

  private JournalBench() {}

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    int tails = args.length > 1 ? Integer.parseInt(args[1]) : 0;
    System.out.println(
        "outstanding      events/s   CPU µs/event   of writer   events/commit   latency ms");
    for (int outstanding : new int[] {10_000, 10_000, 10_000, 2_000, 200, 20}) {
      run(directory, outstanding, tails);
    }
  }

  private static void run(Path directory, int outstanding, int tailCount) throws Exception {
    Path file = Files.createTempFile(directory, "bench", ".db");
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (var journal =
        SqliteJournal.open(
            new SqliteFile(file, Durability.FULL),
            JournalSettings.USUAL,
            InstantSource.system(),
            meters)) {
      List<Tail> tails = new ArrayList<>();
      LongAdder folded = new LongAdder();
      for (int i = 0; i < tailCount; i++) {
        tails.add(new Tail(journal, new Counting("t" + i, folded), TailSettings.USUAL, meters));
        tails.getLast().start();
      }
      int events = outstanding < 100 ? EVENTS / 10 : EVENTS;
      long startedAtNanos = System.nanoTime();
      long cpuAtNanos = cpuNanos();
      produce(journal, events, outstanding);
      double seconds = (System.nanoTime() - startedAtNanos) / 1e9;
      for (Tail tail : tails) {
        tail.awaitFolded(journal.end()).toCompletableFuture().join();
      }
      double writerMicros = threadCpuNanos("journal") / 1e3 / events;
      double cpuMicros = (cpuNanos() - cpuAtNanos) / 1e3 / events;
      var commits = meters.get("openaep.journal.commit.events").summary();
      var latency = meters.get("openaep.journal.append").timer();
      System.out.printf(
          "%,11d  %,12.0f  %13.2f  %10.2f  %14.0f  %11.2f%n",
          outstanding,
          events / seconds,
          cpuMicros,
          writerMicros,
          commits.mean(),
          latency.mean(java.util.concurrent.TimeUnit.MILLISECONDS));
      tails.forEach(Tail::close);
    }
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(file + suffix));
    }
  }

  private static void produce(SqliteJournal journal, int events, int outstanding)
      throws InterruptedException {
    List<Thread> producers = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      Semaphore window = new Semaphore(outstanding / PRODUCERS);
      long device = p;
      producers.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < events / PRODUCERS; i++) {
                  window.acquireUninterruptibly();
                  journal
                      .append(report(device * 1_000 + i % 1_000))
                      .whenComplete((_, _) -> window.release());
                }
                window.acquireUninterruptibly(outstanding / PRODUCERS);
              }));
    }
    for (Thread producer : producers) {
      producer.join();
    }
  }

  static Event report(long device) {
    return new Reported(
        Instant.now(),
        device,
        0x1234_5678_9abc_def0L,
        "lwm2ms",
        "/19/0/0",
        42,
        true,
        device * 0x9e37_79b9_7f4a_7c15L,
        Bytes.wrap(new byte[200]),
        new Content.Opaque());
  }

  static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long threadCpuNanos(String name) {
    var threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().equals(name)) {
        return threads.getThreadCpuTime(thread.getThreadId());
      }
    }
    throw new IllegalStateException("no thread " + name);
  }

  /// Does nothing with what it reads.
  private static final class Counting implements Fold {
    private final String name;
    private final LongAdder folded;
    private volatile long position;

    Counting(String name, LongAdder folded) {
      this.name = name;
      this.folded = folded;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void fold(List<Recorded> batch) {
      folded.add(batch.size());
      position = batch.getLast().position();
    }
  }
}
