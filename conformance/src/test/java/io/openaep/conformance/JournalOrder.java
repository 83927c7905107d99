package io.openaep.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Whether each device's reports lie in the journal in the order in which it sent them, whatever
/// the platform's wall clock did meanwhile, and whether each is stamped with what that clock
/// showed.
public final class JournalOrder {
  /// The number that a {@link ReportingDevice} gives its payload.
  private static final Pattern NUMBER =
      Pattern.compile("(?:tcp|mqtt|qos2-|lwm2ms|lwm2m-[a-z]+)\\d+-(\\d+)");

  private static final Duration SLACK = Duration.ofSeconds(2);

  private final Instant began;
  private final Instant ended;
  private final Duration ahead;

  private record Seen(long position, Instant at, long number) {}

  /// @param began by the true clock
  /// @param ahead how far the platform's clock was ahead once in between
  public JournalOrder(Instant began, Instant ended, Duration ahead) {
    this.began = began.minus(SLACK);
    this.ended = ended.plus(SLACK);
    this.ahead = ahead;
  }

  /// To be called after the fleet has stopped.
  ///
  /// @return what was seen, in words
  /// @throws IllegalStateException with the first report that is out of order
  public String check(PlatformProcess platform, ReportingFleet fleet)
      throws IOException, InterruptedException {
    Rest rest = Rest.of(platform, platform.data());
    long reports = 0;
    long jumped = 0;
    for (Map.Entry<ReportingDevice, Api.Device> device : fleet.devices().entrySet()) {
      List<Seen> seen = read(rest, device.getValue().id());
      reports += seen.size();
      jumped += check(seen);
    }
    if (jumped == 0) {
      throw new IllegalStateException("no report is stamped " + ahead + " ahead");
    }
    return String.format(
        Locale.ROOT, "%,d reports in the order sent, %,d of them stamped ahead", reports, jumped);
  }

  private static List<Seen> read(Rest rest, String device)
      throws IOException, InterruptedException {
    List<Seen> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = rest.get("/api/devices/" + device + "/reports?limit=500" + cursor);
      for (JsonNode item : page.path("items")) {
        byte[] raw = Base64.getDecoder().decode(item.path("raw").asString());
        Matcher number = NUMBER.matcher(new String(raw, StandardCharsets.UTF_8));
        if (number.find()) {
          seen.add(
              new Seen(
                  item.path("position").asLong(),
                  Instant.parse(item.path("at").asString()),
                  Long.parseLong(number.group(1))));
        }
      }
      cursor = page.has("next") ? "&cursor=" + page.path("next").asString() : "";
    } while (!cursor.isEmpty());
    seen.sort(Comparator.comparingLong(Seen::position));
    return seen;
  }

  /// @return how many are stamped ahead
  private long check(List<Seen> inOrder) {
    long jumps = 0;
    long stampedAhead = 0;
    boolean wasAhead = false;
    long last = -1;
    for (Seen report : inOrder) {
      if (report.number() < last) {
        throw new IllegalStateException("report " + report + " lies behind number " + last);
      }
      last = report.number();
      boolean isAhead = !within(report.at());
      if (isAhead && !within(report.at().minus(ahead))) {
        throw new IllegalStateException("no clock has shown the time of " + report);
      }
      jumps += isAhead == wasAhead ? 0 : 1;
      stampedAhead += isAhead ? 1 : 0;
      wasAhead = isAhead;
    }
    if (jumps > 2) {
      throw new IllegalStateException("the clock went there and back once, not " + jumps);
    }
    return stampedAhead;
  }

  private boolean within(Instant at) {
    return !at.isBefore(began) && !at.isAfter(ended);
  }
}
