package io.openaep.platform.northbound.module;

import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.data.DeviceEvent;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
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
  private static final int ROWS_LIMIT = 10_000;

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
        "QueryEventList", Operation.read(this::older),
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

  /// As it was published in 2019, before the other two took its place: by page number. AEP lists a
  /// product's events; here `searchValue` must name the device, as its description says.
  private Map<String, @Nullable Object> older(Call call) {
    Paging paging = Paging.of(call, PAGE_LIMIT);
    if ((long) paging.number() * paging.size() > ROWS_LIMIT) {
      throw CallRefused.aep(
          AepCode.INVALID,
          "only the newest %d events can be paged; narrow the times".formatted(ROWS_LIMIT));
    }
    String deviceId =
        call.query()
            .first("searchValue")
            .orElseThrow(
                () -> CallRefused.aep(AepCode.INVALID, "searchValue must name the device"));
    Device device = Devices.find(registry, call.product(), deviceId);
    OptionalInt level = level(call);
    Instant from = Instant.ofEpochMilli(Times.ms(call, "startTime", 0));
    Instant to = endOfMs(Instant.ofEpochMilli(Times.ms(call, "endTime", Times.LAST_MS)));
    long number = device.ref().number();
    List<DeviceEvent> read =
        data.events(number, level, from, to, Optional.empty(), paging.number() * paging.size());
    return Envelope.ok(
        paging.page(
            data.countEvents(number, level, from, to),
            paging.rows(read).stream().map(event -> item(device, event)).toList()));
  }

  private static OptionalInt level(Call call) {
    Optional<Long> wanted = call.whole("eventType");
    if (wanted.isPresent() && (wanted.get() < 1 || wanted.get() > 3)) {
      throw CallRefused.aep(AepCode.INVALID, "eventType must be 1, 2, 3 or empty");
    }
    return wanted.isEmpty() ? OptionalInt.empty() : OptionalInt.of(wanted.get().intValue());
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
    if (value < 0 || value > Times.LAST_MS) {
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
