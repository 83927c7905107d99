package io.openaep.platform.northbound.module;

import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.DeviceState;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.DeviceGroup;
import io.openaep.platform.registry.Groups;
import io.openaep.platform.registry.Page;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `aep_device_group_management` (分组管理; AEP northbound, 3.9 and 4.9).
public final class DeviceGroupManagement implements Module {
  private static final int PAGE_LIMIT = 100;
  private static final int SLICE = 1000;
  private static final int RELATION_LIMIT = 200;
  private static final int MULTI = 1;

  private final Registry registry;
  private final Groups groups;
  private final DeviceData data;

  public DeviceGroupManagement(Registry registry, DeviceData data) {
    this.registry = registry;
    this.groups = registry.groups();
    this.data = data;
  }

  @Override
  public String name() {
    return "aep_device_group_management";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "CreateDeviceGroup", Operation.write(this::create),
        "UpdateDeviceGroup", Operation.write(this::update),
        "DeleteDeviceGroup", Operation.write(this::delete),
        "QueryDeviceGroupList", Operation.read(this::list),
        "QueryGroupDeviceList", Operation.read(this::devices),
        "UpdateDeviceGroupRelation", Operation.write(this::relate),
        "getGroupDetailByDeviceId", Operation.read(this::ofDevice));
  }

  private Map<String, @Nullable Object> create(Call call) {
    Fields body = call.body();
    Optional<Long> productId = body.optionalWhole("productId");
    int level = body.optionalChoice("groupLevel", 0, MULTI).orElse(productId.isPresent() ? 0 : 1);
    if (level != MULTI && productId.isEmpty()) {
      throw body.invalid("productId", "is needed for a group of one product (groupLevel 0)");
    }
    String name = body.text("deviceGroupName");
    String description = body.optionalText("description").orElse("");
    DeviceGroup group =
        Refusals.as(
            AepCode.GROUP_NOT_CREATED,
            () ->
                groups.create(
                    call.tenantId(),
                    level == MULTI ? Optional.empty() : productId,
                    name,
                    description));
    return Envelope.ok(created(group));
  }

  private Map<String, @Nullable Object> update(Call call) {
    Fields body = call.body();
    long groupId = body.whole("deviceGroupId");
    DeviceGroup group =
        Refusals.as(
            AepCode.GROUP_NOT_CHANGED,
            () ->
                groups.update(
                    call.tenantId(),
                    groupId,
                    body.optionalText("deviceGroupName"),
                    body.optionalText("description")));
    return Envelope.ok(created(group));
  }

  private static Map<String, @Nullable Object> created(DeviceGroup group) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("deviceGroupId", group.groupId());
    members.put("tenantId", group.tenantId());
    members.put("productId", group.productId().orElse(null));
    members.put("deviceGroupName", group.name());
    members.put("description", group.description());
    return members;
  }

  private Map<String, @Nullable Object> delete(Call call) {
    long groupId = call.whole("deviceGroupId").orElse(0L);
    requireProduct(call, AepCode.GROUP_NOT_DELETED, groupId);
    return Refusals.as(
        AepCode.GROUP_NOT_DELETED,
        () -> {
          groups.delete(call.tenantId(), groupId);
          return Envelope.ok(Map.of());
        });
  }

  /// A group of one product is named together with it.
  private void requireProduct(Call call, AepCode code, long groupId) {
    Optional<Long> productId = call.whole("productId");
    groups
        .find(call.tenantId(), groupId)
        .flatMap(DeviceGroup::productId)
        .filter(owner -> !Optional.of(owner).equals(productId))
        .ifPresent(owner -> {
          throw CallRefused.aep(code, "group %d belongs to product %d".formatted(groupId, owner));
        });
  }

  /// The version of 2021 lists the groups of one product with its counts, that of 2023 searches.
  private Map<String, @Nullable Object> list(Call call) {
    boolean form2023 = call.function().version().startsWith("2023");
    Paging paging = Paging.of(call, PAGE_LIMIT);
    Groups.Search search =
        form2023
            ? new Groups.Search(
                call.whole("productId"),
                call.whole("deviceGroupId"),
                call.query().first("deviceGroupName").orElse(""),
                call.whole("groupLevel").map(level -> level == MULTI))
            : new Groups.Search(
                call.whole("productId"),
                Optional.empty(),
                call.query().first("searchValue").orElse(""),
                Optional.empty());
    search
        .productId()
        .ifPresent(productId -> {
          Product _ = Products.find(registry, call, productId);
        });
    Page<DeviceGroup> page =
        Refusals.asAep(() -> groups.page(call.tenantId(), search, paging.number(), paging.size()));
    return Envelope.ok(
        paging.page(
            page.total(), page.rows().stream().map(group -> item(group, form2023)).toList()));
  }

  private Map<String, @Nullable Object> item(DeviceGroup group, boolean form2023) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("deviceGroupId", group.groupId());
    row.put("tenantId", group.tenantId());
    row.put("productId", group.productId().orElse(null));
    row.put("deviceGroupName", group.name());
    row.put("deviceCount", groups.size(group.groupId()));
    if (form2023) {
      row.put("groupLevel", level(group));
    } else {
      row.put("activeCount", active(group.groupId()));
    }
    row.put("description", group.description());
    row.put("createTime", group.createdAt().toEpochMilli());
    row.put("updateTime", group.updatedAt().toEpochMilli());
    return row;
  }

  /// Counted slice by slice: a group may hold every device of a product.
  private long active(long groupId) {
    long active = 0;
    List<Long> slice = groups.members(groupId, 0, SLICE);
    while (!slice.isEmpty()) {
      active += data.activated(slice);
      slice = slice.size() < SLICE ? List.of() : groups.members(groupId, slice.getLast(), SLICE);
    }
    return active;
  }

  private static int level(DeviceGroup group) {
    return group.productId().isEmpty() ? MULTI : 0;
  }

  private Map<String, @Nullable Object> devices(Call call) {
    Paging paging = Paging.of(call, PAGE_LIMIT);
    Page<Device> page =
        Refusals.asAep(() ->
            groups.devices(
                call.tenantId(),
                call.whole("deviceGroupId"),
                call.whole("productId"),
                call.query().first("searchValue").orElse(""),
                paging.number(),
                paging.size()));
    Map<Long, DeviceState> states = DeviceManagement.states(data, page.rows());
    return Envelope.ok(
        paging.page(
            page.total(),
            page.rows().stream()
                .map(device -> member(device, DeviceManagement.state(states, device)))
                .toList()));
  }

  private Map<String, @Nullable Object> member(Device device, DeviceState state) {
    Optional<Product> product = registry.product(device.ref().productId());
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("deviceName", device.name());
    row.put("deviceId", device.ref().deviceId());
    row.put("imei", device.imei().orElse(null));
    row.put("deviceSn", device.deviceSn().orElse(null));
    row.put("deviceStatus", DeviceViews.status(device, state));
    row.put("productId", device.ref().productId());
    row.put("productProtocol", product.map(it -> AepNumbers.protocol(it.protocol())).orElse(null));
    row.put("productName", product.map(it -> it.form().name()).orElse(null));
    row.put("nodeType", product.map(it -> it.form().nodeType()).orElse(null));
    return row;
  }

  /// `flag` 0 adds, 1 removes; all of the devices or none.
  private Map<String, @Nullable Object> relate(Call call) {
    Fields body = call.body();
    long groupId = body.whole("deviceGroupId");
    List<String> deviceIds = body.texts("deviceList", RELATION_LIMIT);
    boolean add = body.choice("flag", 0, 1) == 0;
    return Refusals.as(
        AepCode.GROUP_RELATION_NOT_CHANGED,
        () -> {
          if (add) {
            groups.add(call.tenantId(), groupId, deviceIds);
          } else {
            groups.remove(call.tenantId(), groupId, deviceIds);
          }
          return Envelope.ok(null);
        });
  }

  /// A null result for a device that is in no group.
  private Map<String, @Nullable Object> ofDevice(Call call) {
    Product product = Products.find(registry, call, Long.parseLong(call.text("productId")));
    Device device = Devices.find(registry, product, call.text("deviceId"));
    return Envelope.ok(
        groups.ofDevice(device.ref().number()).map(DeviceGroupManagement::detail).orElse(null));
  }

  private static Map<String, @Nullable Object> detail(DeviceGroup group) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("deviceGroupId", group.groupId());
    members.put("productId", group.productId().orElse(null));
    members.put("deviceGroupName", group.name());
    members.put("description", group.description());
    members.put("groupLevel", level(group));
    members.put("maxDevNum", 0);
    return members;
  }
}
