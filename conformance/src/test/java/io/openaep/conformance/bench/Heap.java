package io.openaep.conformance.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// What a JVM holds after a full collection, by whose classes it is, from `jcmd`.
///
/// @param totalBytes everything but the gaps that the collector leaves as arrays of its own
/// @param ownBytes instances of this project's classes
/// @param coapBytes instances of Californium's and Scandium's
record Heap(long totalBytes, long ownBytes, long coapBytes) {
  static Heap of(long pid) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    long total = 0;
    long own = 0;
    long coap = 0;
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length < 4
          || !words[0].endsWith(":")
          || words[3].contains("jdk.internal.vm.Filler")) {
        continue;
      }
      long bytes = Long.parseLong(words[2]);
      total += bytes;
      own += words[3].contains("io.openaep") ? bytes : 0;
      coap += words[3].contains("org.eclipse.californium") ? bytes : 0;
    }
    if (total == 0) {
      throw new IOException("jcmd told nothing: " + lines);
    }
    return new Heap(total, own, coap);
  }

  Heap minus(Heap other) {
    return new Heap(
        totalBytes - other.totalBytes, ownBytes - other.ownBytes, coapBytes - other.coapBytes);
  }

  /// As much of it as `part` of `whole` devices have.
  Heap times(int part, int whole) {
    return new Heap(totalBytes * part / whole, ownBytes * part / whole, coapBytes * part / whole);
  }
}
