package io.openaep.platform.northbound.module;

import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.Report;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import io.openaep.wire.model.ThingModel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `aep_device_status` (AEP northbound, 3.5 and 4.5): latest values and history, in an envelope of
/// its own. Data of transparent products, whatever the protocol, is one member `APPdata`: Base64 of
/// the bytes as they came. Of products with a thing model it is a member a property; values are
/// texts.
public final class DeviceStatus implements Module {
  private static final String TRANSPARENT = "APPdata";
  private static final int PAGE_LIMIT = 1000;
  private static final long LAST_MS = 999_999_999_999_999L;

  private final Registry registry;
  private final DeviceData data;

  public DeviceStatus(Registry registry, DeviceData data) {
    this.registry = registry;
    this.data = data;
  }

  @Override
  public String name() {
    return "aep_device_status";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "QueryDeviceStatus", Operation.read(this::latest),
        "QueryDeviceStatusList", Operation.read(this::latestList),
        "getDeviceStatusHisInTotal", Operation.read(this::total),
        "getDeviceStatusHisInPage", Operation.read(this::page));
  }

  private Map<String, @Nullable Object> latest(Call call) {
    Device device = device(call);
    String dataset = call.body().text("datasetId");
    Row row =
        rows(device).stream()
            .filter(it -> it.dataset().equals(dataset))
            .findFirst()
            .orElseThrow(() -> nothing(call, device, dataset));
    return ok("deviceStatus", row.value());
  }

  /// Says whether the name is wrong or there is just no value yet.
  private CallRefused nothing(Call call, Device device, String dataset) {
    boolean transparent = transparent(device);
    ThingModel model = registry.models().of(device.ref().productId());
    if (transparent && !dataset.equals(TRANSPARENT)) {
      return call.body()
          .invalid("datasetId", "of a transparent product is " + TRANSPARENT + ", not " + dataset);
    }
    if (!transparent && model.property(dataset).isEmpty()) {
      return call.body()
          .invalid("datasetId", "must be a property of the product; there is no " + dataset);
    }
    return CallRefused.aep(
        AepCode.GENERIC,
        transparent
            ? "this device has not reported anything yet"
            : "this device has not reported " + dataset + " yet");
  }

  private Map<String, @Nullable Object> latestList(Call call) {
    return ok("deviceStatusList", rows(device(call)).stream().map(Row::listed).toList());
  }

  /// The newest value of one data set.
  private record Row(String dataset, String text, Instant at) {
    Map<String, @Nullable Object> value() {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put("value", text);
      members.put("timestamp", at.toEpochMilli());
      return members;
    }

    Map<String, @Nullable Object> listed() {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put("datasetId", dataset);
      members.putAll(value());
      return members;
    }
  }

  private List<Row> rows(Device device) {
    long number = device.ref().number();
    if (transparent(device)) {
      return data.latest(number).stream()
          .map(report -> new Row(TRANSPARENT, report.raw().toBase64(), report.at()))
          .toList();
    }
    return data.properties(number).stream()
        .map(value -> new Row(value.property(), value.text(), value.at()))
        .toList();
  }

  private boolean transparent(Device device) {
    return registry.product(device.ref().productId()).map(Product::transparent).orElse(true);
  }

  private Map<String, @Nullable Object> total(Call call) {
    long device = device(call).ref().number();
    return ok("total", data.count(device, begin(call.body()), end(call.body())));
  }

  private Map<String, @Nullable Object> page(Call call) {
    Fields body = call.body();
    Device device = device(call);
    Instant begin = begin(body);
    Instant end = end(body);
    int size = body.choice("page_size", 1, PAGE_LIMIT);
    Optional<HistoryPage> wanted =
        body.optionalText("page_timestamp")
            .map(text ->
                HistoryPage.parse(text)
                    .orElseThrow(() ->
                        body.invalid(
                            "page_timestamp", "must be empty or that of the last answer")));
    Instant upTo = wanted.map(HistoryPage::upTo).filter(end::isAfter).orElse(end);
    List<Report> read =
        data.history(
            device.ref().number(),
            begin,
            endOfMs(upTo),
            wanted.flatMap(HistoryPage::cursor),
            size + 1);
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("code", AepCode.OK.code());
    members.put("page_timestamp", HistoryPage.next(read, size));
    members.put("deviceStatusList", read.stream().limit(size).map(DeviceStatus::item).toList());
    return members;
  }

  /// A report that the thing model did not understand is shown as it came, as a transparent one.
  private static Map<String, @Nullable Object> item(Report report) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("timestamp", report.at().toEpochMilli());
    if (report.decoded()) {
      report.texts().forEach(members::putIfAbsent);
    } else {
      members.put(TRANSPARENT, report.raw().toBase64());
    }
    return members;
  }

  private static Map<String, @Nullable Object> ok(String name, Object value) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("code", AepCode.OK.code());
    members.put(name, value);
    return members;
  }

  private Device device(Call call) {
    long productId = call.body().whole("productId");
    Product product =
        registry
            .product(call.tenantId(), productId)
            .orElseThrow(
                () -> CallRefused.aep(AepCode.PRODUCT_UNKNOWN, "there is no product " + productId));
    return Devices.find(registry, product, call.body().text("deviceId"));
  }

  private static Instant begin(Fields body) {
    return ms(body, "begin_timestamp");
  }

  /// Inclusive: reports are stored finer than a ms.
  private static Instant end(Fields body) {
    return endOfMs(ms(body, "end_timestamp"));
  }

  private static Instant ms(Fields body, String name) {
    long value = body.whole(name);
    if (value < 0 || value > LAST_MS) {
      throw body.invalid(name, "must be milliseconds since 1970");
    }
    return Instant.ofEpochMilli(value);
  }

  private static Instant endOfMs(Instant at) {
    return Instant.ofEpochMilli(at.toEpochMilli()).plusNanos(999_999);
  }
}
