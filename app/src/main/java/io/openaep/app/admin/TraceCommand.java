package io.openaep.app.admin;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `openaep admin trace`: what passed the doors of one device, and why something was refused. With
/// `--follow` it asks again twice a second until it is ended: the platform keeps no connection for
/// it.
@Command(
    name = "trace",
    description = "Show the last messages of a device, both ways, and refusals with their reason.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TraceCommand implements Callable<Integer> {
  /// So many are named to a user who must choose.
  private static final int NAMED = 6;

  private static final long LOOK_EVERY_NANOS = 500_000_000L;

  @Mixin private Connection connection = new Connection();
  @Mixin private TenantOption tenant = new TenantOption();

  @Parameters(
      paramLabel = "DEVICE",
      description = "Its device id, or its device number, IMEI or name if no other has it.")
  private String device = "";

  @Option(names = "--limit", paramLabel = "N", description = "Of the newest (default: 200).")
  private int limit = 200;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Remember 1000 instead of 16 messages for so long from now; 0 ends it.")
  private @Nullable Integer minutes;

  @Option(names = "--follow", description = "Go on with what happens, until Ctrl-C.")
  private boolean follow;

  @Override
  public Integer call() throws IOException {
    String path = "/api/devices/" + Connection.encoded(deviceId()) + "/trace";
    if (minutes != null) {
      connection.call("PUT", path, Map.of("minutes", minutes));
    }
    PrintWriter out = connection.out();
    long seen = print(out, connection.call("GET", path + "?limit=" + limit, Map.of()), 0);
    if (seen == 0 && !connection.json() && !follow) {
      out.println(
          "Nothing has been heard of it since the platform started. What strangers said: openaep"
              + " admin api GET '/api/trace/strangers?name=NAME'");
    }
    while (follow && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
      seen = print(out, connection.call("GET", path + "?after=" + seen, Map.of()), seen);
    }
    return 0;
  }

  /// @return the sequence of the newest
  private long print(PrintWriter out, JsonNode trace, long before) {
    long newest = before;
    for (JsonNode entry : trace.path("entries")) {
      out.println(connection.json() ? entry.toString() : line(entry));
      newest = entry.path("sequence").asLong();
    }
    out.flush();
    return newest;
  }

  private static String line(JsonNode entry) {
    String way =
        switch (entry.path("direction").asString("")) {
          case "in" -> "<-";
          case "out" -> "->";
          default -> "--";
        };
    String fate = entry.path("fate").asString("");
    return Rows.plain(
        "%s %s %-6s %s  %s%s"
            .formatted(
                entry.path("at").asString(),
                way,
                entry.path("door").asString(),
                entry.path("remote").asString(),
                entry.path("words").asString(),
                fate.isEmpty() ? "" : "  [" + fate + "]"));
  }

  /// What the user wrote may be any name that a device has. An id needs no tenant.
  private String deviceId() throws IOException {
    if (connection.exists("/api/devices/" + Connection.encoded(device))) {
      return device;
    }
    List<String> named =
        connection.rows(Connection.searching("/api/devices" + tenant.query(), device)).stream()
            .filter(this::isCalledSo)
            .map(found -> found.path("deviceId").asString())
            .toList();
    if (named.isEmpty()) {
      throw new AdminFailed(
          "There is no device %s; openaep admin devices lists them.".formatted(device));
    }
    if (named.size() > 1) {
      throw new AdminFailed(
          "Several devices are called %s; say which: %s."
              .formatted(
                  device, String.join(", ", named.subList(0, Math.min(named.size(), NAMED)))));
    }
    return named.getFirst();
  }

  private boolean isCalledSo(JsonNode found) {
    return List.of("deviceNumber", "imei", "name").stream()
        .anyMatch(member -> found.path(member).asString("").equals(device));
  }
}
