package io.openaep.platform.registry;

import static io.openaep.platform.registry.RegistryWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.registry.Refused.Kind;
import io.openaep.platform.store.StoreException;
import io.openaep.wire.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices of {@link SqlRegistry}.
class DeviceRegistryTest {
  private static final String IMEI = "868543060974334";

  @TempDir Path temp;
  private RegistryWorld world;
  private Registry registry;

  @BeforeEach
  void open() {
    world = new RegistryWorld(temp.resolve("data"));
    registry = world.registry;
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void restart() {
    world.restart();
    registry = world.registry;
  }

  @Test
  void meterHasTheShapesOfAepAndIsTheSameAfterARestart() {
    Product product = world.lwm2m("p", true, EndpointFormat.IMEI);
    Device device = world.meter(product, IMEI);
    assertThat(device.ref().deviceId()).matches("[0-9a-f]{32}");
    assertThat(device.psk().orElseThrow().toUtf8()).matches("[A-Za-z0-9]{16}");
    assertThat(device.token()).isEmpty();
    restart();
    assertThat(registry.deviceByImei(IMEI)).contains(device);
    assertThat(registry.deviceById(device.ref().deviceId())).contains(device);
    assertThat(registry.device(product.productId(), device.ref().deviceId())).contains(device);
    assertThat(registry.device(1, device.ref().deviceId())).isEmpty();
    assertThat(registry.deviceByNumber(device.ref().number())).contains(device);
  }

  @Test
  void givenKeyIsKept() {
    Product encrypted = world.lwm2m("p", true, EndpointFormat.IMEI);
    Product plain = world.lwm2m("q");
    Bytes key = Bytes.hex("00ff10203040506070");
    Device device =
        registry.createDevice(
            RegistryWorld.meterPlan(encrypted, IMEI, Optional.empty(), Optional.of(key)));
    assertThat(device.psk()).contains(key);
    assertThat(world.meter(plain, "12345678").psk()).isEmpty();
    refused(
        Kind.INVALID,
        "encrypted products",
        () ->
            registry.createDevice(
                RegistryWorld.meterPlan(plain, "12345679", Optional.empty(), Optional.of(key))));
    refused(
        Kind.INVALID,
        "8 to 64 bytes",
        () ->
            registry.createDevice(
                RegistryWorld.meterPlan(
                    encrypted, "12345679", Optional.empty(), Optional.of(Bytes.utf8("short")))));
  }

  @Test
  void connectedDeviceIsNamedByProductAndNumber() {
    Product product = world.mqtt("p");
    Device device = world.connected(product, "868543060025186");
    assertThat(device.ref().deviceId()).isEqualTo(product.productId() + "868543060025186");
    assertThat(device.token().orElseThrow()).matches("[A-Za-z0-9_-]{43}");
    restart();
    assertThat(registry.deviceByNumber(device.ref().number())).contains(device);
  }

  @Test
  void deviceThatCannotBeIsRefused() {
    Product meters = world.lwm2m("meters");
    Product mqtt = world.mqtt("mqtt");
    world.meter(meters, IMEI);
    world.connected(mqtt, "1");
    refused(Kind.IMEI_TAKEN, IMEI, () -> world.meter(world.lwm2m("others"), IMEI));
    refused(Kind.DEVICE_NUMBER_TAKEN, "number 1", () -> world.connected(mqtt, "1"));
    refused(Kind.INVALID, "imei", () -> world.meter(meters, "1234567"));
    refused(Kind.INVALID, "imei", () -> world.meter(meters, "123456789012345678"));
    refused(Kind.INVALID, "imei", () -> world.meter(meters, "12345678a"));
    refused(
        Kind.INVALID,
        "imsi",
        () ->
            registry.createDevice(
                RegistryWorld.meterPlan(
                    meters, "12345678", Optional.of("1234567890123456"), Optional.empty())));
    refused(Kind.INVALID, "deviceSn", () -> world.connected(mqtt, "a/b"));
    refused(Kind.INVALID, "deviceSn", () -> world.connected(mqtt, "1".repeat(65)));
    refused(Kind.INVALID, "deviceSn", () -> world.meter(mqtt, "12345678"));
    refused(Kind.INVALID, "imei", () -> world.connected(meters, "1"));
    refused(
        Kind.INVALID,
        "deviceName",
        () -> registry.createDevice(RegistryWorld.connectedPlan(mqtt, "", "2")));
    refused(
        Kind.PRODUCT_UNKNOWN,
        "no product 5",
        () ->
            registry.createDevice(
                new NewDevice(
                    5,
                    "d",
                    Optional.of("1"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    "op")));
    assertThat(registry.deviceCount(meters.productId())).isEqualTo(1);
    assertThat(registry.deviceCount(mqtt.productId())).isEqualTo(1);
  }

  @Test
  void fullProductTakesNoMoreDevices() {
    world.devicesPerProduct = 2;
    restart();
    Product product = world.mqtt("p");
    world.connected(product, "1");
    Device second = world.connected(product, "2");
    refused(Kind.PRODUCT_FULL, "limit", () -> world.connected(product, "3"));
    registry.deleteDevices(product.productId(), List.of(second.ref().deviceId()));
    world.connected(product, "3");
  }

  @Test
  void deviceUpdateChangesNameImsiAndAutoObserve() {
    Product product = world.lwm2m("p");
    Device device = world.meter(product, IMEI);
    world.now = world.now.plusSeconds(9);
    Device wanted = with(device, "renamed", Optional.of("460115472446714"), false);

    registry.updateDevice(wanted);

    Device after = registry.deviceByImei(IMEI).orElseThrow();
    assertThat(after.name()).isEqualTo("renamed");
    assertThat(after.imsi()).contains("460115472446714");
    assertThat(after.autoObserve()).isFalse();
    assertThat(after.updatedAt()).isEqualTo(device.updatedAt().plusSeconds(9));
    refused(
        Kind.INVALID,
        "imsi",
        () -> registry.updateDevice(with(device, "x", Optional.of("x"), false)));
    registry.deleteDevices(product.productId(), List.of(device.ref().deviceId()));
    refused(Kind.DEVICE_UNKNOWN, device.ref().deviceId(), () -> registry.updateDevice(wanted));
  }

  private static Device with(
      Device device, String name, Optional<String> imsi, boolean autoObserve) {
    return new Device(
        device.ref(),
        device.tenantId(),
        name,
        device.deviceSn(),
        device.imei(),
        imsi,
        device.token(),
        device.psk(),
        autoObserve,
        device.cancelledAt(),
        device.createdBy(),
        "someone",
        device.createdAt(),
        device.updatedAt());
  }

  @Test
  void onlyExistingDevicesOfTheProductAreDeletedAndNumbersAreNotUsedAgain() {
    Product product = world.mqtt("p");
    Product other = world.mqtt("q");
    Device first = world.connected(product, "1");
    Device foreign = world.connected(other, "2");
    Device last = world.connected(product, "3");
    List<String> ids =
        List.of(last.ref().deviceId(), foreign.ref().deviceId(), "nothing", last.ref().deviceId());

    assertThat(registry.deleteDevices(product.productId(), ids)).containsExactly(last);

    assertThat(registry.deviceCount(product.productId())).isEqualTo(1);
    assertThat(registry.deviceByNumber(first.ref().number())).isPresent();
    assertThat(registry.deviceById(foreign.ref().deviceId())).isPresent();
    assertThat(registry.deviceById(last.ref().deviceId())).isEmpty();
    restart();
    assertThat(world.connected(product, "3").ref().number()).isGreaterThan(last.ref().number());
  }

  @Test
  void cancelledDeviceStaysListedWithTheTimeOfItsFirstCancelling() {
    Product product = world.mqtt("p");
    Device device = world.connected(product, "1");
    List<String> ids = List.of(device.ref().deviceId(), "nothing");
    world.now = world.now.plusSeconds(1);
    Device cancelled = registry.cancelDevices(product.productId(), ids, "op2").getFirst();
    world.now = world.now.plusSeconds(1);
    registry.cancelDevices(product.productId(), ids, "op3");
    assertThat(cancelled.cancelledAt()).contains(device.createdAt().plusSeconds(1));
    assertThat(cancelled.updatedBy()).isEqualTo("op2");
    assertThat(registry.devices(product.productId(), "", 1, 10).rows()).containsExactly(cancelled);
  }

  @Test
  void devicesAreListedNewestFirstInPages() {
    Product product = world.mqtt("p");
    world.connected(world.mqtt("q"), "foreign");
    IntStream.rangeClosed(1, 25).forEach(i -> world.connected(product, "sn" + i));
    Page<Device> third = registry.devices(product.productId(), "", 3, 10);
    assertThat(third.total()).isEqualTo(25);
    assertThat(third.rows())
        .extracting(device -> device.deviceSn().orElseThrow())
        .containsExactly("sn5", "sn4", "sn3", "sn2", "sn1");
    assertThat(registry.devices(product.productId(), "", 4, 10).rows()).isEmpty();
    refused(Kind.INVALID, "starts at 1", () -> registry.devices(product.productId(), "", 0, 10));
    refused(Kind.INVALID, "page size", () -> registry.devices(product.productId(), "", 1, 1001));
  }

  @Test
  void searchFindsNameIdAndNumberOrImei() {
    Product meters = world.lwm2m("meters");
    Device meter = world.meter(meters, IMEI);
    world.meter(meters, "11111111");
    assertThat(found(meters, "0609")).containsExactly(meter);
    assertThat(found(meters, "METER 868")).containsExactly(meter);
    assertThat(found(meters, meter.ref().deviceId().substring(3, 30))).containsExactly(meter);
    assertThat(found(meters, "%")).isEmpty();
    assertThat(found(meters, "_")).isEmpty();

    Product mqtt = world.mqtt("mqtt");
    Device odd = registry.createDevice(RegistryWorld.connectedPlan(mqtt, "50%_\\水", "A7"));
    world.connected(mqtt, "b8");
    assertThat(found(mqtt, "%_\\水")).containsExactly(odd);
    assertThat(found(mqtt, "a7")).containsExactly(odd);
    assertThat(found(mqtt, mqtt.productId() + "A7")).containsExactly(odd);
  }

  private List<Device> found(Product product, String search) {
    return registry.devices(product.productId(), search, 1, 10).rows();
  }

  @Test
  void concurrentCreatesGiveEachImeiToOneDevice() throws Exception {
    Product product = world.lwm2m("p");
    int threads = 8;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> made =
          IntStream.range(0, threads)
              .mapToObj(_ -> executor.submit(() -> createAll(product)))
              .toList();
      int total = 0;
      for (Future<Integer> count : made) {
        total += count.get();
      }
      assertThat(total).isEqualTo(10);
    }
    assertThat(registry.deviceCount(product.productId())).isEqualTo(10);
    assertThat(registry.devices(product.productId(), "", 1, 100).total()).isEqualTo(10);
  }

  private int createAll(Product product) {
    int made = 0;
    for (int i = 0; i < 10; i++) {
      try {
        world.meter(product, "8685430609743" + (10 + i));
        made++;
      } catch (Refused e) {
        assertThat(e.kind()).isEqualTo(Kind.IMEI_TAKEN);
      }
    }
    return made;
  }

  @Test
  void fullDiskStoresNothingByHalvesAndRecovers() {
    Product product = world.mqtt("p");
    world.pageLimit = world.database.read(handle -> handle.number("pragma page_count")) + 1;
    restart();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                world.connected(product, "sn" + i);
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("full");
    long stored = registry.devices(product.productId(), "", 1, 10).total();
    assertThat(stored).isBetween(1L, 9_999L);
    assertThat(registry.deviceCount(product.productId())).isEqualTo((int) stored);

    world.pageLimit = 1_000_000;
    restart();
    world.connected(product, "room");
    assertThat(registry.deviceCount(product.productId())).isEqualTo((int) stored + 1);
  }
}
