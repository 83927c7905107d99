package io.openaep.platform.northbound.module;

import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.data.DeviceEvent;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// `aep_device_event` (AEP northbound, 3.5 and 4.4): event reports of devices with a thing model.
public final class DeviceEvents implements Module {
  private static final int PAGE_LIMIT = 1000;
  private static final Duration SPAN = Duration.ofDays(31);
  private static final long LAST_MS = 253_370_764_800_000L;

  private final Registry registry;
  private final DeviceData data;

  public DeviceEvents(Registry registry, DeviceData data) {
    this.registry = registry;
    this.data = data;
  }

  @Override
  public String name() {
    return "aep_device_event";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "QueryDeviceEventList", Operation.read(this::list),
        "QueryDeviceEventTotal", Operation.read(this::total));
  }

  private Map<String, @Nullable Object> list(Call call) {
    Fields body = call.body();
    Device device = Devices.find(registry, call.product(), body.text("deviceId"));
    Window window = window(body);
    int size = body.choice("pageSize", 1, PAGE_LIMIT);
    Optional<HistoryPage> wanted =
        body.optionalText("pageTimestamp")
            .map(text ->
                HistoryPage.parse(text)
                    .orElseThrow(() ->
                        body.invalid("pageTimestamp", "must be empty or that of the last answer")));
    Instant upTo = wanted.map(HistoryPage::upTo).filter(window.to()::isAfter).orElse(window.to());
    List<DeviceEvent> read =
        data.events(
            device.ref().number(),
            level(body),
            window.from(),
            endOfMs(upTo),
            wanted.flatMap(HistoryPage::cursor),
            size + 1);
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("pageSize", size);
    members.put(
        "pageTimestamp",
        HistoryPage.nextPlace(
            read.stream().map(event -> new Cursor(event.at(), event.position())).toList(), size));
    members.put("list", read.stream().limit(size).map(event -> item(device, event)).toList());
    return Envelope.ok(members);
  }

  private Map<String, @Nullable Object> total(Call call) {
    Device device = Devices.find(registry, call.product(), call.body().text("deviceId"));
    Window window = window(call.body());
    return Envelope.ok(
        data.countEvents(
            device.ref().number(), level(call.body()), window.from(), endOfMs(window.to())));
  }

  private static Map<String, @Nullable Object> item(Device device, DeviceEvent event) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("deviceSn", device.deviceSn().orElse(null));
    members.put("imei", device.imei().orElse(null));
    members.put("eventType", event.level());
    members.put("eventContent", event.values());
    members.put("createTime", event.at().toEpochMilli());
    members.put("deviceId", device.ref().deviceId());
    return members;
  }

  private record Window(Instant from, Instant to) {}

  private static Window window(Fields body) {
    Instant from = ms(body, "startTime");
    Instant to = ms(body, "endTime");
    if (to.isBefore(from) || Duration.between(from, to).compareTo(SPAN) > 0) {
      throw body.invalid("endTime", "must be 0 to 31 days after startTime");
    }
    return new Window(from, to);
  }

  private static Instant ms(Fields body, String name) {
    long value = body.whole(name);
    if (value < 0 || value > LAST_MS) {
      throw body.invalid(name, "must be milliseconds since 1970");
    }
    return Instant.ofEpochMilli(value);
  }

  private static OptionalInt level(Fields body) {
    return body.optionalChoice("eventType", 1, 3).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /// Inclusive: events are stored finer than a ms.
  private static Instant endOfMs(Instant at) {
    return Instant.ofEpochMilli(at.toEpochMilli()).plusNanos(999_999);
  }
}
