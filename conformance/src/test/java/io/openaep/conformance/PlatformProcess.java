package io.openaep.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A platform in a process of its own, on free ports, as a user starts it. Can be killed without
/// warning and started again on the same ports and data.
public final class PlatformProcess implements AutoCloseable {
  static final String APP_KEY = "conformance";
  static final String APP_SECRET = "conformance-secret";
  private static final int PORTS = 5;

  private final List<String> words;
  private final Path data;
  private final List<String> options;
  private Process process;
  private JsonNode ready;

  private PlatformProcess(List<String> words, Path data, List<String> options) throws IOException {
    this.words = List.copyOf(words);
    this.data = data;
    this.options = List.copyOf(options);
    this.process = launch(KeptPorts.free(PORTS));
    this.ready = awaitReady();
  }

  /// Starts one on free ports.
  public static PlatformProcess start(Path data, String... options) throws IOException {
    return new PlatformProcess(prefix(), data, List.of(options));
  }

  /// Starts one on free ports, by another program.
  ///
  /// @param words come before the command, and end by becoming it, so that the process stays
  public static PlatformProcess startWith(List<String> words, Path data, String... options)
      throws IOException {
    return new PlatformProcess(words, data, List.of(options));
  }

  private Process launch(List<String> ports) throws IOException {
    List<String> command = new ArrayList<>(words);
    command.addAll(java());
    command.addAll(List.of("serve", "--data", data.toString()));
    command.addAll(List.of("--http-port", ports.get(0), "--https-port", "off"));
    command.addAll(List.of("--lwm2m-port", ports.get(1), "--lwm2ms-port", ports.get(2)));
    command.addAll(List.of("--mqtt-port", ports.get(3), "--mqtts-port", "off"));
    command.addAll(List.of("--tcp-port", ports.get(4)));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OPENAEP_APP", APP_KEY + ":" + APP_SECRET);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
    return builder.start();
  }

  /// Words before the command, such as `taskset -c 0`, from the property `openaep.prefix`.
  private static List<String> prefix() {
    return words("openaep.prefix");
  }

  private static List<String> words(String property) {
    String words = System.getProperty(property, "");
    return words.isEmpty() ? List.of() : List.of(words.split(" ", -1));
  }

  /// The words that run the program, before its own. The property `openaep.heap` gives it more room
  /// than the tests need; `openaep.quick-start` leaves the optimising compiler out, which halves
  /// the work of a start: for tests, which start it a hundred times, and not for measuring. For
  /// that there is `openaep.flags`, the launcher's cache.
  public static List<String> java() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String heap = "-Xmx" + System.getProperty("openaep.heap", "512m");
    List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", heap));
    if (Boolean.getBoolean("openaep.quick-start")) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(words("openaep.flags"));
    command.addAll(List.of("-jar", jar().toString()));
    return command;
  }

  /// The program that the build has just made.
  static Path jar() {
    return root().resolve("app/target/openaep.jar");
  }

  /// The checkout.
  public static Path root() {
    Path place = Path.of("").toAbsolutePath();
    while (!Files.exists(place.resolve("openaep"))) {
      place = place.resolve("..").normalize();
      if (place.getNameCount() == 0) {
        throw new IllegalStateException("not inside a checkout: " + Path.of("").toAbsolutePath());
      }
    }
    return place;
  }

  private JsonNode awaitReady() throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        return JsonMapper.shared().readTree(line.substring("ready ".length()));
      }
    }
    throw new IOException("the platform ended before it was ready:\n" + Files.readString(log()));
  }

  /// Its data directory.
  Path data() {
    return data;
  }

  /// Everything it wrote to standard error, over all starts.
  Path log() {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  public JsonNode ready() {
    return ready;
  }

  public int port(String door) {
    return ready.path(door).asInt();
  }

  public String url() {
    return "http://127.0.0.1:" + port("http");
  }

  /// `KEY:SECRET` of the application that every platform here has.
  public static String app() {
    return APP_KEY + ":" + APP_SECRET;
  }

  public Api api() {
    return new Api(url(), APP_KEY, APP_SECRET);
  }

  /// SIGKILL, then waits until the kernel has taken it away.
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// Starts it again on the same ports and data.
  public void restart() throws IOException {
    process =
        launch(
            List.of(
                Integer.toString(port("http")),
                Integer.toString(port("lwm2m")),
                Integer.toString(port("lwm2ms")),
                Integer.toString(port("mqtt")),
                Integer.toString(port("tcp"))));
    ready = awaitReady();
  }

  /// SIGTERM.
  ///
  /// @return whether it stopped by itself within the time
  boolean stop(Duration patience) throws InterruptedException {
    process.destroy();
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// What the process returned, after it has stopped.
  int status() {
    return process.exitValue();
  }

  /// The number that the system gave to the process.
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    try {
      if (!stop(Duration.ofSeconds(10))) {
        kill();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
