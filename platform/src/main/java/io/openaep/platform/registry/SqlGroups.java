package io.openaep.platform.registry;

import io.openaep.platform.registry.Refused.Kind;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Groups in the registry's database. Thread-safe.
final class SqlGroups implements Groups {
  private static final Migrations TABLES =
      new Migrations("group", SqlGroups.class, List.of("group-1.sql"));
  private static final int DESCRIPTION_CHARACTERS = 255;
  private static final int GROUPS_PER_TENANT = 10_000;

  private final Database database;
  private final ProductStore products;
  private final DeviceStore devices;
  private final InstantSource clock;

  SqlGroups(Database database, ProductStore products, DeviceStore devices, InstantSource clock) {
    TABLES.apply(database, clock);
    this.database = database;
    this.products = products;
    this.devices = devices;
    this.clock = clock;
  }

  @Override
  public DeviceGroup create(
      String tenantId, Optional<Long> productId, String name, String description) {
    check(name, description);
    return database.write(handle -> {
      if (productId.isPresent()) {
        requireProduct(handle, tenantId, productId.get());
      }
      Search all = new Search(Optional.empty(), Optional.empty(), "", Optional.empty());
      if (GroupStore.page(handle, tenantId, all, "%", 1, 1).total() >= GROUPS_PER_TENANT) {
        throw new Refused(
            Kind.LIMIT_REACHED,
            "the tenant has %d groups, which is the limit".formatted(GROUPS_PER_TENANT));
      }
      long groupId = TenantStore.next(handle, "group");
      DeviceGroup group =
          new DeviceGroup(groupId, tenantId, productId, name, description, now(), now());
      if (!GroupStore.insert(handle, group)) {
        throw nameTaken(name);
      }
      return group;
    });
  }

  @Override
  public DeviceGroup update(
      String tenantId, long groupId, Optional<String> name, Optional<String> description) {
    return database.write(handle -> {
      DeviceGroup before = known(handle, tenantId, groupId);
      DeviceGroup after =
          new DeviceGroup(
              groupId,
              tenantId,
              before.productId(),
              name.orElse(before.name()),
              description.orElse(before.description()),
              before.createdAt(),
              now());
      check(after.name(), after.description());
      if (GroupStore.nameTaken(handle, after)) {
        throw nameTaken(after.name());
      }
      GroupStore.update(handle, after);
      return after;
    });
  }

  @Override
  public void delete(String tenantId, long groupId) {
    database.change(handle -> {
      DeviceGroup _ = known(handle, tenantId, groupId);
      GroupStore.delete(handle, groupId);
    });
  }

  @Override
  public Optional<DeviceGroup> find(String tenantId, long groupId) {
    return database
        .read(handle -> GroupStore.find(handle, groupId))
        .filter(group -> group.tenantId().equals(tenantId));
  }

  @Override
  public Page<DeviceGroup> page(String tenantId, Search search, int page, int size) {
    Rules.page(search.name(), page, size);
    return database.search(
        handle -> GroupStore.page(handle, tenantId, search, pattern(search.name()), page, size));
  }

  @Override
  public long size(long groupId) {
    return database.read(handle -> GroupStore.size(handle, groupId));
  }

  @Override
  public List<Long> members(long groupId, long after, int limit) {
    return database.read(handle -> GroupStore.members(handle, groupId, after, limit));
  }

  @Override
  public Page<Device> devices(
      String tenantId,
      Optional<Long> groupId,
      Optional<Long> productId,
      String search,
      int page,
      int size) {
    Rules.page(search, page, size);
    return database.search(handle -> {
      if (groupId.isPresent()) {
        DeviceGroup _ = known(handle, tenantId, groupId.get());
      } else {
        Rules.require(productId.isPresent(), "productId is needed without a deviceGroupId");
      }
      if (productId.isPresent()) {
        requireProduct(handle, tenantId, productId.get());
      }
      return devices.grouped(
          handle, groupId.orElse(0L), productId.orElse(0L), pattern(search), page, size);
    });
  }

  @Override
  public void add(String tenantId, long groupId, List<String> deviceIds) {
    database.change(handle -> {
      DeviceGroup group = known(handle, tenantId, groupId);
      for (String deviceId : new LinkedHashSet<>(deviceIds)) {
        Device device = knownDevice(handle, group, deviceId);
        Optional<Long> other = GroupStore.groupOf(handle, device.ref().number());
        Rules.require(
            other.isEmpty() || other.get() == groupId,
            "device %s is in group %d; take it out of that first"
                .formatted(deviceId, other.orElse(0L)));
        if (other.isEmpty()) {
          GroupStore.add(handle, groupId, device.ref().number());
        }
      }
    });
  }

  @Override
  public void remove(String tenantId, long groupId, List<String> deviceIds) {
    database.change(handle -> {
      DeviceGroup group = known(handle, tenantId, groupId);
      for (String deviceId : new LinkedHashSet<>(deviceIds)) {
        Device device = knownDevice(handle, group, deviceId);
        Rules.require(
            GroupStore.groupOf(handle, device.ref().number()).equals(Optional.of(groupId)),
            "device %s is not in group %d".formatted(deviceId, groupId));
        GroupStore.remove(handle, device.ref().number());
      }
    });
  }

  @Override
  public Optional<DeviceGroup> ofDevice(long device) {
    return database.read(handle -> {
      Optional<Long> group = GroupStore.groupOf(handle, device);
      return group.isPresent() ? GroupStore.find(handle, group.get()) : Optional.empty();
    });
  }

  @Override
  public void bind(long device, boolean bound) {
    database.change(handle -> GroupStore.bind(handle, device, bound, now()));
  }

  @Override
  public void unbind(long device, Database.Change with) {
    database.change(handle -> {
      GroupStore.bind(handle, device, false, now());
      with.run(handle);
    });
  }

  @Override
  public Optional<Boolean> bound(long device) {
    return database.read(handle -> GroupStore.bound(handle, device));
  }

  private Device knownDevice(Handle handle, DeviceGroup group, String deviceId)
      throws SQLException {
    return devices
        .byId(handle, deviceId)
        .filter(device -> device.tenantId().equals(group.tenantId()))
        .filter(device ->
            group.productId().isEmpty() || group.productId().get() == device.ref().productId())
        .orElseThrow(() ->
            group.productId().isEmpty()
                ? DeviceRules.unknown(deviceId)
                : new Refused(
                    Kind.DEVICE_UNKNOWN,
                    "product %d has no device %s".formatted(group.productId().get(), deviceId)));
  }

  private void requireProduct(Handle handle, String tenantId, long productId) throws SQLException {
    if (products
        .find(handle, productId)
        .filter(product -> product.tenantId().equals(tenantId))
        .isEmpty()) {
      throw ProductRules.unknown(productId);
    }
  }

  private static DeviceGroup known(Handle handle, String tenantId, long groupId)
      throws SQLException {
    return GroupStore.find(handle, groupId)
        .filter(group -> group.tenantId().equals(tenantId))
        .orElseThrow(() -> new Refused(Kind.GROUP_UNKNOWN, "there is no group " + groupId));
  }

  /// AEP northbound, 4.9: letters and digits.
  private static void check(String name, String description) {
    Rules.text("deviceGroupName", name, 1, Rules.SHORT_CHARACTERS);
    Rules.require(
        name.codePoints().allMatch(Character::isLetterOrDigit),
        "deviceGroupName may hold letters and digits only");
    Rules.text("description", description, 0, DESCRIPTION_CHARACTERS);
  }

  private static Refused nameTaken(String name) {
    return new Refused(
        Kind.GROUP_NAME_TAKEN,
        "the name %s belongs to another group of this tenant; choose another".formatted(name));
  }

  private static String pattern(String search) {
    return "%" + search.toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
