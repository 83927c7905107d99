package io.openaep.conformance.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A server that is compared with the platform, in a process of its own on the platform's core.
final class Server implements AutoCloseable {
  private final Process process;
  private final int port;

  private Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// A bare server of the platform's tests: decodes and acknowledges, on the same libraries.
  static Server bare(Path root, String protocol) throws IOException {
    String classes =
        root.resolve("platform/target/test-classes") + ":" + jars(root.resolve("app/target/lib"));
    return java(classes, "io.openaep.platform.bench.bare.BareServer", protocol);
  }

  /// Runs the filler of the platform's tests to its end.
  ///
  /// @return the words of its last line
  static String[] fill(Path root, List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
    command.add("-cp");
    command.add(
        root.resolve("platform/target/test-classes") + ":" + jars(root.resolve("app/target/lib")));
    command.add("io.openaep.platform.bench.load.FillMain");
    command.addAll(words);
    Process filler =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String told = new String(filler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> lines = told.lines().toList();
    if (lines.isEmpty() || !lines.getLast().startsWith("filled ")) {
      throw new IOException("not filled: " + lines);
    }
    lines.subList(0, lines.size() - 1).forEach(System.out::println);
    return lines.getLast().split(" ");
  }

  private static String jars(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::toString).collect(Collectors.joining(":"));
    }
  }

  /// The small server by Leshan; its class path is a property, for it cannot share ours.
  static Server leshan() throws IOException {
    return java(
        System.getProperty("openaep.leshan-classpath", ""),
        "io.openaep.conformance.LeshanServerMain");
  }

  private static Server java(String classPath, String... words) throws IOException {
    List<String> command = pinned();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith("ready ")) {
      process.destroyForcibly();
      throw new IOException("no such server: " + List.of(words) + ": " + line);
    }
    return new Server(process, Integer.parseInt(line.substring(6)));
  }

  /// Any program that listens on a port that is given to it.
  static Server program(List<String> words, int port) throws IOException {
    List<String> command = pinned();
    command.addAll(words);
    return new Server(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start(),
        port);
  }

  private static List<String> pinned() {
    String prefix = System.getProperty("openaep.prefix", "");
    return new ArrayList<>(prefix.isEmpty() ? List.of() : List.of(prefix.split(" ", -1)));
  }

  /// What tells `openaep fleet` to load it.
  List<String> words() {
    return List.of("--server", "127.0.0.1:" + port, "--server-pid", Long.toString(process.pid()));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
