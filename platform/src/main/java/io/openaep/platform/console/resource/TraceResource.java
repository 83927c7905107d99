package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.trace.DeviceTrace;
import io.openaep.platform.trace.TraceEntry;
import io.openaep.platform.trace.TraceRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `/api/devices/{deviceId}/trace`: what passed the doors, message by message, and why something
/// was refused; `/api/trace/strangers` for peers that no device's name fits.
public final class TraceResource implements Resource {
  private static final int ENTRIES = 2_000;
  private static final int MINUTES = 7 * 24 * 60;
  private static final int NAME_CHARS = 128;

  private static final Shape.Obj ENTRY =
      Shape.object(
          "TraceEntry",
          Shape.must(
              "sequence", Shape.whole(1, Long.MAX_VALUE), "Rises; the order of what was seen"),
          Shape.must("at", Shape.time(), "When the platform saw it"),
          Shape.must("door", Shape.text(1, 10), "Such as lwm2ms"),
          Shape.may(
              "direction",
              Shape.choice("in", "out"),
              "Missing: a refusal, or what is said of an earlier message"),
          Shape.must("remote", Shape.text(0, 100), "Address and port of the other end"),
          Shape.must("hex", Shape.text(0, 1 << 20), "The bytes, secrets replaced by *"),
          Shape.must("lengthBytes", Shape.whole(0, 1 << 30), "Of the whole message"),
          Shape.must("words", Shape.text(0, 1 << 20), "What it means"),
          Shape.may(
              "fate", Shape.text(0, 400), "What became of it; why it was refused or ignored"));

  private static final Shape.Obj ENTRIES_SHAPE =
      Shape.object(
          "Trace",
          Shape.may("watchedUntil", Shape.time(), "Everything is remembered until then"),
          Shape.must("entries", Shape.list(ENTRY, 0, ENTRIES), "Oldest first"));

  private static final Shape.Obj WATCH =
      Shape.object(
          "TraceWatch", Shape.must("minutes", Shape.whole(0, MINUTES), "For how long; 0 ends it"));

  private static final Shape.Obj WATCHING =
      Shape.object(
          "TraceWatching", Shape.may("watchedUntil", Shape.time(), "Missing: it is not watched"));

  private final DeviceTrace trace;
  private final Lookup lookup;
  private final TraceStream streams;

  public TraceResource(Registry registry, DeviceTrace trace) {
    this.trace = trace;
    this.lookup = new Lookup(registry);
    this.streams = new TraceStream(trace);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/devices/{deviceId}/trace",
                "Shows the last messages of a device, and refusals of whoever called itself so.")
            .in(Area.TRACE)
            .query("after", Shape.whole(0, Long.MAX_VALUE), "Only what has a higher sequence")
            .query("limit", Shape.whole(1, ENTRIES), "Of the newest; 200 if missing")
            .gives(200, ENTRIES_SHAPE)
            .by(this::show),
        Route.put("/devices/{deviceId}/trace", "Remembers everything of a device for a while.")
            .in(Area.TRACE)
            .takes(WATCH)
            .gives(200, WATCHING)
            .by(this::watch),
        Route.get(
                "/devices/{deviceId}/trace/live",
                "The same as server-sent events, as it happens; ask again when it ends.")
            .in(Area.TRACE)
            .query("after", Shape.whole(0, Long.MAX_VALUE), "Only what has a higher sequence")
            .givesFile("text/event-stream")
            .by(this::live),
        Route.get("/trace/strangers", "Shows what peers said that were let in as nobody.")
            .in(Area.TRACE)
            .query(
                "name",
                Shape.text(1, NAME_CHARS),
                "What it called itself, or @ and its address; must be there")
            .query("after", Shape.whole(0, Long.MAX_VALUE), "Only what has a higher sequence")
            .gives(200, ENTRIES_SHAPE)
            .by(this::strangers));
  }

  private Reply show(Call call) {
    Device device = lookup.device(call);
    List<TraceEntry> entries =
        trace.read(
            device.ref().deviceId(),
            names(device),
            after(call),
            call.whole("limit").orElse(200L).intValue());
    return Reply.ok(
        Reply.members(
            "watchedUntil",
            trace.watchedUntil(device.ref().deviceId()),
            "entries",
            entries.stream().map(TraceResource::view).toList()));
  }

  private Reply watch(Call call) {
    Device device = lookup.device(call);
    Duration length = Duration.ofMinutes(call.body().whole("minutes"));
    try {
      trace.watch(device.ref().deviceId(), names(device), length);
    } catch (TraceRefused refused) {
      throw new Problem(ProblemKind.CONFLICT, refused.getMessage() + ".");
    }
    return Reply.ok(Reply.members("watchedUntil", trace.watchedUntil(device.ref().deviceId())));
  }

  private Reply live(Call call) {
    Device device = lookup.device(call);
    long after =
        call.request()
            .header("last-event-id")
            .filter(it -> it.matches("\\d{1,18}"))
            .map(Long::valueOf)
            .orElseGet(() -> after(call));
    return streams.of(device.ref().deviceId(), names(device), after);
  }

  private Reply strangers(Call call) {
    if (call.caller().tenantId().isPresent()) {
      throw new Problem(
          ProblemKind.FORBIDDEN,
          "Peers that are nobody's device are shown to administrators; look at the device's"
              + " trace.");
    }
    String name = call.query("name").orElseThrow(() -> Problem.invalid("?name", "is missing"));
    return Reply.ok(
        Reply.members(
            "entries",
            trace.stranger(name, after(call), ENTRIES).stream().map(TraceResource::view).toList()));
  }

  private static long after(Call call) {
    return call.whole("after").orElse(0L);
  }

  /// What the device may call itself before it is let in.
  private static List<String> names(Device device) {
    List<String> names = new ArrayList<>();
    device.imei().ifPresent(names::add);
    return names;
  }

  static Map<String, Object> view(TraceEntry entry) {
    return Reply.members(
        "sequence",
        entry.sequence(),
        "at",
        entry.at(),
        "door",
        entry.door().word(),
        "direction",
        entry.direction(),
        "remote",
        entry.remote(),
        "hex",
        entry.raw().toHex(),
        "lengthBytes",
        entry.lengthBytes(),
        "words",
        entry.words(),
        "fate",
        entry.fate());
  }
}
