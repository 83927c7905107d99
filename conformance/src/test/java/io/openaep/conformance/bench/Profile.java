package io.openaep.conformance.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/// What the samples of a recording (`jdk.CPUTimeSample`, JEP 509) say of where CPU time goes. A
/// sample belongs to the part of the program whose code is nearest to the top of its stack: what
/// the JDK does is its caller's.
final class Profile {
  /// The first that fits.
  private static final List<Entry<String, String>> PARTS =
      List.of(
          Map.entry("org.sqlite.", "SQLite"),
          Map.entry("org.eclipse.californium.scandium.", "DTLS library"),
          Map.entry("org.eclipse.californium.elements.", "UDP sockets"),
          Map.entry("org.eclipse.californium.", "CoAP library"),
          Map.entry("io.netty.channel.epoll.", "TCP sockets"),
          Map.entry("io.netty.", "Netty"),
          Map.entry("io.helidon.", "HTTP library"),
          Map.entry("tools.jackson.", "JSON"),
          Map.entry("io.openaep.platform.trace.", "trace"),
          Map.entry("io.openaep.platform.access.", "doors and sessions"),
          Map.entry("io.openaep.wire.", "decoding"),
          Map.entry("io.openaep.platform.ingest.", "decoding"),
          Map.entry("io.openaep.platform.session.", "decoding"),
          Map.entry("io.openaep.platform.journal.", "journal"),
          Map.entry("io.openaep.platform.command.", "commands"),
          Map.entry("io.openaep.platform.northbound.", "northbound API"),
          Map.entry("io.openaep.platform.http.", "northbound API"),
          Map.entry("io.openaep.platform.registry.", "registry"),
          Map.entry("io.openaep.", "folds"));

  private final Map<String, Integer> samples = new HashMap<>();
  private int count;

  private Profile() {}

  static Profile of(Path recording) throws IOException {
    Profile profile = new Profile();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals("jdk.CPUTimeSample")) {
          profile.samples.merge(part(event), 1, Integer::sum);
          profile.count++;
        }
      }
    }
    return profile;
  }

  private static String part(RecordedEvent sample) {
    RecordedStackTrace stack = sample.getStackTrace();
    if (stack == null) {
      return "unknown";
    }
    for (RecordedFrame frame : stack.getFrames()) {
      String type = frame.getMethod().getType().getName();
      for (Entry<String, String> part : PARTS) {
        if (type.startsWith(part.getKey())) {
          return part.getValue().equals("SQLite") ? "SQLite: " + file(sample) : part.getValue();
        }
      }
    }
    return "threads and queues";
  }

  /// Which database, by who uses it.
  private static String file(RecordedEvent sample) {
    RecordedThread thread = sample.getThread("eventThread");
    String name = thread == null || thread.getJavaName() == null ? "" : thread.getJavaName();
    return switch (name) {
      case "journal" -> "journal";
      case "tail-data" -> "history and state";
      case "tail-command" -> "commands";
      case "tail-tally", "tail-push", "push", "requests" -> "statistics, push, request log";
      default -> "registry";
    };
  }

  /// The rows of a table: parts of the program, the compilers and the collector.
  ///
  /// @param row the figures of the same run
  String table(BenchRow row) {
    double jvm = row.compilingMicros() + row.collectingMicros();
    double program = row.cpuMicros() - jvm;
    StringBuilder table = new StringBuilder(512);
    samples.entrySet().stream()
        .sorted(Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(it -> line(table, it.getKey(), program * it.getValue() / count, row));
    line(table, "JIT compilers", row.compilingMicros(), row);
    line(table, "garbage collector", row.collectingMicros(), row);
    return table.toString();
  }

  private static void line(StringBuilder table, String part, double micros, BenchRow row) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %.1f | %.0f %% |%n",
            part,
            micros,
            100 * micros / row.cpuMicros()));
  }
}
