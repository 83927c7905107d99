package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Archive;
import io.openaep.platform.registry.Catalogue;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Page;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Refused;
import io.openaep.platform.registry.Registry;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `device_archives` (设备档案, 2023; AEP northbound, 3.12 and 4.11). Its failures are 8001 and 8011
/// with the message `error` and the text as the result.
public final class DeviceArchives implements Module {
  private static final int PAGE_LIMIT = 100;
  private static final int DELETE_LIMIT = 100;
  private static final int CUSTOM_LIMIT = 10;
  private static final int SLICE = 1_000;

  /// Of the distinct values of an attribute: some 200,000 of twenty characters.
  private static final long VALUES_LIMIT_CHARACTERS = 16 << 20;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

  /// Texts, with the most characters they may have.
  private static final Map<String, Integer> REQUIRED = new LinkedHashMap<>();

  private static final Map<String, Integer> OPTIONAL = new LinkedHashMap<>();

  /// What a record shows of the form, in the documents' order.
  private static final List<String> MEMBERS =
      List.of(
          "deviceCode",
          "regionNote",
          "deviceAddress",
          "installTime",
          "mapType",
          "longitude",
          "latitude",
          "constructionName",
          "constructionContact",
          "constructionPhone",
          "managementName",
          "managementContact",
          "managementPhone",
          "maintenanceName",
          "maintenanceContact",
          "maintenancePhone",
          "deviceType",
          "remarks",
          "customAttributes",
          "operator");

  static {
    REQUIRED.put("regionNote", 128);
    REQUIRED.put("deviceAddress", 128);
    for (String who : List.of("construction", "management", "maintenance")) {
      REQUIRED.put(who + "Name", 64);
      REQUIRED.put(who + "Contact", 64);
      REQUIRED.put(who + "Phone", 32);
    }
    REQUIRED.put("operator", 64);
    OPTIONAL.put("deviceCode", 256);
    OPTIONAL.put("deviceType", 10);
    OPTIONAL.put("remarks", 512);
  }

  private final Registry registry;
  private final Catalogue catalogue;

  /// Who looks through all archives: one at a time and in turn, for the values take memory.
  private final ReentrantLock looking = new ReentrantLock(true);

  public DeviceArchives(Registry registry) {
    this.registry = registry;
    this.catalogue = registry.catalogue();
  }

  @Override
  public String name() {
    return "device_archives";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "AddArchivesInfo", Operation.write(this::add),
        "UpdateArchivesInfo", Operation.write(this::update),
        "DeleteArchivesInfo", Operation.write(this::delete),
        "GetArchivesAttribute", Operation.read(this::attributes),
        "GetArchivesInfo", Operation.read(this::info),
        "GetDeviceType", Operation.read(this::deviceTypes));
  }

  private Map<String, @Nullable Object> add(Call call) {
    return as(
        AepCode.ARCHIVE_NOT_CREATED,
        () -> {
          Device device = device(call, call.body());
          check(call.body());
          catalogue.addArchive(device, deviceType(call.body()), call.body().json());
          return Envelope.ok(null);
        });
  }

  private Map<String, @Nullable Object> update(Call call) {
    return as(
        AepCode.ARCHIVE_NOT_CREATED,
        () -> {
          Device device = device(call, call.body());
          check(call.body());
          catalogue.updateArchive(device, deviceType(call.body()), call.body().json());
          return Envelope.ok(null);
        });
  }

  private static String deviceType(Fields body) {
    return body.optionalText("deviceType").orElse("");
  }

  private static Map<String, @Nullable Object> as(
      AepCode code, Supplier<Map<String, @Nullable Object>> work) {
    try {
      return work.get();
    } catch (Refused refused) {
      throw CallRefused.aep(code, String.valueOf(refused.getMessage()));
    }
  }

  private Device device(Call call, Fields fields) {
    Product product = Products.find(registry, call, fields.whole("productId"));
    return Devices.find(registry, product, fields.text("deviceId"));
  }

  private static void check(Fields body) {
    REQUIRED.forEach((name, most) -> {
      String _ =
          body.text(name, it -> it.length() <= most, "has more than %d characters".formatted(most));
    });
    OPTIONAL.forEach((name, most) -> {
      Optional<String> _ =
          body.optionalText(
              name, it -> it.length() <= most, "has more than %d characters".formatted(most));
    });
    String _ = body.text("installTime", DeviceArchives::isTime, "must be yyyy-MM-dd HH:mm:ss");
    int _ = body.choice("mapType", 1, 3);
    degrees(body, "longitude", 180);
    degrees(body, "latitude", 90);
    Fields custom = body.object("customAttributes");
    if (custom.names().size() > CUSTOM_LIMIT) {
      throw body.invalid("customAttributes", "has more than %d entries".formatted(CUSTOM_LIMIT));
    }
  }

  private static void degrees(Fields body, String name, int most) {
    String text =
        body.any(name).filter(JsonNode::isValueNode).map(it -> it.asString("")).orElse("");
    if (!text.matches("-?\\d{1,3}(\\.\\d{1,12})?") || Math.abs(Double.parseDouble(text)) > most) {
      throw body.invalid(name, "must be degrees from -%d to %d".formatted(most, most));
    }
  }

  private static boolean isTime(String text) {
    try {
      LocalDateTime _ = LocalDateTime.parse(text, TIME);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /// The result lists the devices that had none.
  private Map<String, @Nullable Object> delete(Call call) {
    Map<String, Long> wanted = new LinkedHashMap<>();
    List<String> failed = new ArrayList<>();
    for (Fields row : call.body().objects("deletes", DELETE_LIMIT)) {
      String deviceId = row.text("deviceId");
      registry
          .product(call.tenantId(), row.whole("productId"))
          .flatMap(product -> registry.device(product.productId(), deviceId))
          .ifPresentOrElse(
              device -> wanted.put(deviceId, device.ref().number()), () -> failed.add(deviceId));
    }
    Set<Long> deleted = catalogue.deleteArchives(List.copyOf(wanted.values()));
    wanted.forEach((deviceId, number) -> {
      if (!deleted.contains(number)) {
        failed.add(deviceId);
      }
    });
    return Envelope.ok(failed);
  }

  /// `searchValueType` 1 a device id, 2 a device type.
  private Map<String, @Nullable Object> info(Call call) {
    Paging paging = Paging.of(call, PAGE_LIMIT);
    String value = call.query().first("searchValue").orElse("");
    long kind = call.whole("searchValueType").orElse(1L);
    if (kind != 1 && kind != 2) {
      throw CallRefused.aep(AepCode.ARCHIVE_NOT_READ, "searchValueType must be 1 or 2");
    }
    Page<Archive> page =
        catalogue.archives(
            call.tenantId(),
            kind == 1 ? value : "",
            kind == 2 ? value : "",
            paging.number(),
            paging.size());
    return Envelope.ok(
        paging.page(page.total(), page.rows().stream().map(DeviceArchives::view).toList()));
  }

  /// The members of the form as they were sent; null where there was none.
  private static Map<String, @Nullable Object> view(Archive archive) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    Fields body = Fields.of(archive.json());
    members.put("deviceId", archive.device().ref().deviceId());
    members.put("productId", archive.device().ref().productId());
    MEMBERS.forEach(name -> members.put(name, body.any(name).orElse(null)));
    members.put("tenantId", archive.device().tenantId());
    members.put("createTime", archive.createdAt().toEpochMilli());
    members.put("updateTime", archive.updatedAt().toEpochMilli());
    return members;
  }

  /// Values that an attribute has in the tenant's archives: a member of the form, or with another
  /// name one of the custom attributes.
  private Map<String, @Nullable Object> attributes(Call call) {
    Fields body = call.body();
    String attribute = body.text("attributeType");
    String search = body.optionalText("searchValue").orElse("");
    Paging paging = Paging.of(body, PAGE_LIMIT);
    looking.lock();
    try {
      List<String> values = values(call.tenantId(), attribute, search);
      return Envelope.ok(paging.page(values.size(), paging.rows(values)));
    } finally {
      looking.unlock();
    }
  }

  private List<String> values(String tenantId, String attribute, String search) {
    DistinctValues values = new DistinctValues(VALUES_LIMIT_CHARACTERS);
    List<Archive.Form> slice = catalogue.archiveForms(tenantId, 0, SLICE);
    while (!slice.isEmpty()) {
      for (Archive.Form archive : slice) {
        boolean fits =
            value(Fields.of(archive.json()), attribute)
                .filter(it -> it.contains(search))
                .map(values::add)
                .orElse(true);
        if (!fits) {
          throw CallRefused.aep(
              AepCode.ARCHIVE_NOT_READ,
              "the archives have too many values of %s; narrow them by searchValue"
                  .formatted(attribute));
        }
      }
      slice = catalogue.archiveForms(tenantId, slice.getLast().device(), SLICE);
    }
    return values.inOrder();
  }

  private static Optional<String> value(Fields form, String attribute) {
    return form.any(attribute)
        .or(() -> form.optionalObject("customAttributes").flatMap(it -> it.any(attribute)))
        .filter(JsonNode::isValueNode)
        .map(JsonNode::asString);
  }

  private Map<String, @Nullable Object> deviceTypes(Call call) {
    Fields body = call.body();
    Paging paging = Paging.required(body, PAGE_LIMIT);
    String search =
        body.optionalText("searchValue", it -> it.length() <= 10, "has more than 10 characters")
            .orElse("");
    Page<String> page =
        catalogue.deviceTypes(call.tenantId(), search, paging.number(), paging.size());
    return Envelope.ok(paging.page(page.total(), page.rows()));
  }
}
