package io.openaep.conformance.soak;

import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.bench.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a platform's resident memory is made of, as its JVM's native memory tracking tells it.
///
/// @param residentMiB of the whole process
/// @param committedMiB by the tracking's categories
record MemoryParts(double residentMiB, Map<String, Double> committedMiB) {
  /// Words before the platform's command, so that its JVM keeps account.
  static final List<String> PREFIX =
      List.of("env", "JDK_JAVA_OPTIONS=-XX:NativeMemoryTracking=summary");

  private static final Pattern CATEGORY =
      Pattern.compile("-\\s+([A-Z][A-Za-z ]+) \\(reserved=\\d+KB, committed=(\\d+)KB.*");

  MemoryParts {
    committedMiB = Map.copyOf(committedMiB);
  }

  /// Empty if the JVM cannot be asked, as one in another user's namespace.
  static Optional<MemoryParts> of(PlatformProcess platform) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(
                jcmd, Long.toString(platform.pid()), "VM.native_memory", "summary", "scale=KB")
            .redirectErrorStream(true)
            .start();
    Map<String, Double> parts = new TreeMap<>();
    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> {
          Matcher category = CATEGORY.matcher(line);
          if (category.matches()) {
            parts.put(category.group(1), Double.parseDouble(category.group(2)) / 1024);
          }
        });
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(new MemoryParts(Machine.residentMiB(platform.pid()), parts));
  }

  private double of(String... categories) {
    double sum = 0;
    for (String category : categories) {
      sum += committedMiB.getOrDefault(category, 0.0);
    }
    return sum;
  }

  /// Cells: resident, heap, classes, code and compilers, direct buffers, threads, the rest of the
  /// JVM, and what it does not know of.
  String markdown() {
    double heap = of("Java Heap");
    double classes = of("Class", "Metaspace", "Shared class space", "Symbol");
    double code = of("Code", "Compiler", "Arena Chunk");
    double direct = of("Other");
    double threads = of("Thread");
    double all = committedMiB.values().stream().mapToDouble(it -> it).sum();
    return String.format(
        Locale.ROOT,
        "%.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f",
        residentMiB,
        heap,
        classes,
        code,
        direct,
        threads,
        all - heap - classes - code - direct - threads,
        residentMiB - all);
  }
}
