package io.openaep.conformance.soak;

import io.openaep.conformance.KillRun;
import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.ReportingFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs the parts one after another, each on a new platform, prints a row each and writes the page
/// of the reference once each part has a row. Arguments name the parts to run again; none means
/// all. Status 1 if something was lost or a part could not be run.
public final class SoakMain {
  private static final String KILL = "kill";

  /// The parts that `scripts/soak` runs before this program.
  private static final List<String> OF_THE_SCRIPT = List.of("simulation", "growth");

  private final Path directory;
  private final SoakLengths lengths;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  @FunctionalInterface
  private interface Part {
    SoakRow run() throws Exception;
  }

  private SoakMain(Path directory, SoakLengths lengths) {
    this.directory = directory;
    this.lengths = lengths;
    Overload overload = new Overload(directory, lengths);
    parts.put("overload-tcp", () -> overload.run("TCP", "tcp", 1_000, 20));
    parts.put("overload-mqtt", () -> overload.run("MQTT QoS 1", "mqtt", 1_000, 20));
    parts.put("overload-mqtts", () -> overload.run("MQTT QoS 1 over TLS", "mqtts", 500, 20));
    parts.put("overload-lwm2m", () -> overload.run("LwM2M CON", "lwm2m", 2_000, 1));
    parts.put("overload-lwm2ms", () -> overload.run("LwM2M CON, DTLS", "lwm2ms", 1_000, 1));
    parts.put(KILL, this::kill);
    Beside beside = new Beside(directory, lengths.each());
    parts.put("disk", () -> beside.run("disk full and room again", new FullDisk(directory)));
    parts.put("clock", () -> beside.run("clock 1 h forward and back", new JumpingClock(directory)));
    parts.put(
        "crowd",
        () -> beside.run("5,000 silent and 5,000 byte-a-second connections", new Crowd(5_000)));
    parts.put(
        "connections", () -> beside.run("flood of connections and bad logins", new LoginFlood()));
    parts.put(
        "registrations", () -> beside.run("flood of LwM2M registrations", new RegistrationFlood()));
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("openaep-soak");
    SoakLengths lengths = SoakLengths.ofEnvironment();
    SoakMain soak = new SoakMain(directory, lengths);
    Set<String> wanted = new HashSet<>(Arrays.asList(arguments));
    boolean some = !wanted.isEmpty();
    wanted.removeAll(OF_THE_SCRIPT);
    if (!soak.parts.keySet().containsAll(wanted)) {
      System.err.println("soak: the parts are " + OF_THE_SCRIPT + " " + soak.parts.keySet());
      System.exit(2);
    }
    KeptRows kept = new KeptRows();
    boolean good = true;
    for (Map.Entry<String, Part> part : soak.parts.entrySet()) {
      if (!some || wanted.contains(part.getKey())) {
        SoakRow row = part.getValue().run();
        kept.keep(part.getKey(), row, soak.length(part.getKey()));
        good &= row.good();
        System.out.println(row.markdown());
        row.memory().ifPresent(it -> System.out.println("  memory: " + it.markdown()));
      }
    }
    Optional<List<KeptRows.Kept>> rows = kept.all(soak.parts.keySet());
    if (rows.isPresent()) {
      Path page = PlatformProcess.root().resolve("docs/reference/soak.md");
      Files.writeString(
          page, SoakPage.of(rows.get(), kept.text("simulation"), kept.text("growth")));
      System.out.println("written to " + page);
    }
    System.exit(good ? 0 : 1);
  }

  private String length(String part) {
    return part.equals(KILL) ? lengths.kills() + " rounds" : lengths.each().toSeconds() + " s";
  }

  private SoakRow kill() throws Exception {
    KillRun run = new KillRun(directory.resolve("kill"), lengths.kills(), System.nanoTime());
    ReportingFleet.Account account = run.run();
    if (!account.faults().isEmpty()) {
      throw new IllegalStateException("under SIGKILL: " + account.faults());
    }
    if (!account.doubled().isEmpty()) {
      throw new IllegalStateException("stored twice though sent once: " + account.doubled());
    }
    return new SoakRow(
        "SIGKILL, again and again",
        account.acknowledged(),
        account.stored(),
        account.lost().size(),
        run.peakMiB(),
        account.p99().toNanos() / 1e6,
        Optional.empty(),
        "%,d second copies of what was sent again, %,d commands %s"
            .formatted(account.secondCopies(), run.commands(), run.states()));
  }
}
