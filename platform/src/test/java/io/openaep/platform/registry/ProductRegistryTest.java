package io.openaep.platform.registry;

import static io.openaep.platform.registry.RegistryWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.registry.Refused.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tenants, applications and products of {@link SqlRegistry}.
class ProductRegistryTest {
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
  void firstTenantIsMadeOnceForAllApplications() {
    assertThat(world.tenantId).matches("[0-9]{10}");
    assertThat(registry.ensureApplication("OTHER", "S").tenantId()).isEqualTo(world.tenantId);
    assertThat(registry.tenant(world.tenantId)).isPresent();
    assertThat(registry.tenant("1")).isEmpty();
  }

  @Test
  void applicationGetsItsNewSecretAtOnceAndKeepsIt() {
    assertThat(registry.application("AK").orElseThrow().appSecret()).isEqualTo("SECRET");
    registry.ensureApplication("AK", "NEW");
    assertThat(registry.application("AK").orElseThrow().appSecret()).isEqualTo("NEW");
    restart();
    assertThat(registry.application("AK").orElseThrow().appSecret()).isEqualTo("NEW");
    assertThat(registry.application("nobody")).isEmpty();
  }

  @Test
  void productHasTheShapesOfAepAndIsTheSameAfterARestart() {
    Product product = world.lwm2m("水表");
    assertThat(Long.toString(product.productId())).matches("1[0-9]{7}");
    assertThat(product.masterKey()).matches("[0-9a-f]{32}");
    assertThat(product.hasMasterKey(product.masterKey())).isTrue();
    assertThat(product.hasMasterKey("x")).isFalse();
    assertThat(product.sharedSecret()).isEmpty();
    assertThat(registry.product(product.productId())).contains(product);
    restart();
    assertThat(registry.product(product.productId())).contains(product);
    assertThat(registry.product(world.tenantId, product.productId())).contains(product);
    assertThat(registry.product("another", product.productId())).isEmpty();
  }

  @Test
  void oneTypeOneSecretIsKeptByTheProduct() {
    Product product = registry.createProduct(world.plan(Protocol.TCP, "p", true));
    assertThat(product.sharedSecret().orElseThrow()).matches("[A-Za-z0-9_-]{43}");
    assertThat(world.connected(product, "1").token()).isEmpty();
    restart();
    assertThat(registry.product(product.productId())).contains(product);
  }

  @Test
  void productNameMustBeFreeAndFitting() {
    world.lwm2m("水表");
    refused(Kind.PRODUCT_NAME_TAKEN, "水表", () -> world.mqtt("水表"));
    refused(Kind.INVALID, "must not be empty", () -> world.mqtt(""));
    refused(Kind.INVALID, "digit, letter or Chinese", () -> world.mqtt("--"));
    refused(Kind.INVALID, "64", () -> world.mqtt("表".repeat(65)));
    refused(Kind.INVALID, "control", () -> world.mqtt("a\nb"));
    world.mqtt("表".repeat(64));
  }

  @Test
  void productThatCannotBeIsRefused() {
    refused(
        Kind.INVALID, "特征串", () -> registry.createProduct(world.plan(Protocol.LWM2M, "p", true)));
    refused(
        Kind.INVALID,
        "no tenant 1",
        () ->
            registry.createProduct(
                new NewProduct(
                    "1",
                    Protocol.TCP,
                    false,
                    true,
                    false,
                    EndpointFormat.IMEI,
                    new PowerMode.Drx(),
                    RegistryWorld.form("p"))));
    refused(
        Kind.INVALID,
        "lwm2mEdrxTime",
        () -> registry.createProduct(withPower(Protocol.LWM2M, Duration.ofSeconds(19))));
    refused(
        Kind.INVALID,
        "powerModel",
        () -> registry.createProduct(withPower(Protocol.MQTT, Duration.ofSeconds(20))));
  }

  private NewProduct withPower(Protocol protocol, Duration edrx) {
    return new NewProduct(
        world.tenantId,
        protocol,
        false,
        true,
        false,
        EndpointFormat.IMEI,
        new PowerMode.Edrx(edrx),
        RegistryWorld.form("p"));
  }

  @Test
  void edrxWindowKeepsItsTwoDecimals() {
    Product product =
        registry.createProduct(withPower(Protocol.LWM2M, Duration.ofMillis(10_485_760)));
    restart();
    assertThat(registry.product(product.productId()).orElseThrow().power())
        .isEqualTo(new PowerMode.Edrx(Duration.ofMillis(10_485_760)));
  }

  private static Product changed(
      Product product, boolean transparent, String name, EndpointFormat format) {
    return new Product(
        product.productId(),
        product.tenantId(),
        product.masterKey(),
        product.protocol(),
        product.encrypted(),
        transparent,
        product.sharedSecret(),
        format,
        product.power(),
        product.options(),
        RegistryWorld.form(name),
        product.createdAt(),
        product.updatedAt());
  }

  @Test
  void updateIsSeenByTheNextCallAndChangesOnlyWhatMayChange() {
    Product product = world.lwm2m("before");
    world.mqtt("taken");
    registry.product(product.productId());
    world.now = world.now.plusSeconds(5);

    registry.updateProduct(changed(product, true, "after", EndpointFormat.URN_IMEI));

    Product after = registry.product(product.productId()).orElseThrow();
    assertThat(after.form().name()).isEqualTo("after");
    assertThat(after.endpointFormat()).isEqualTo(EndpointFormat.URN_IMEI);
    assertThat(after.updatedAt()).isEqualTo(product.updatedAt().plusSeconds(5));
    refused(
        Kind.INVALID,
        "only name",
        () -> registry.updateProduct(changed(after, false, "after", EndpointFormat.IMEI)));
    refused(
        Kind.PRODUCT_NAME_TAKEN,
        "taken",
        () -> registry.updateProduct(changed(after, true, "taken", EndpointFormat.IMEI)));
    assertThat(registry.product(product.productId())).contains(after);
  }

  @Test
  void productWithDevicesIsNotDeletedAndItsIdIsNotUsedAgain() {
    Product product = world.mqtt("p");
    Device device = world.connected(product, "1");
    refused(
        Kind.PRODUCT_HAS_DEVICES,
        "has 1 devices",
        () -> registry.deleteProduct(world.tenantId, product.productId()));
    refused(
        Kind.PRODUCT_UNKNOWN,
        "no product",
        () -> registry.deleteProduct("another", product.productId()));
    registry.deleteDevices(product.productId(), List.of(device.ref().deviceId()));

    registry.deleteProduct(world.tenantId, product.productId());

    assertThat(registry.product(product.productId())).isEmpty();
    restart();
    assertThat(world.mqtt("p").productId()).isGreaterThan(product.productId());
  }

  @Test
  void productsAreListedNewestFirstAndSearchedByName() {
    Product first = world.mqtt("Water 1");
    Product second = world.lwm2m("gas");
    Product third = world.mqtt("water 2");
    assertThat(registry.products(world.tenantId, "", 1, 10).rows())
        .containsExactly(third, second, first);
    Page<Product> water = registry.products(world.tenantId, "WATER", 2, 1);
    assertThat(water.total()).isEqualTo(2);
    assertThat(water.rows()).containsExactly(first);
    assertThat(registry.products("another", "", 1, 10).total()).isZero();
  }
}
