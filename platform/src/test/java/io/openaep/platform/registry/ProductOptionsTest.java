package io.openaep.platform.registry;

import static io.openaep.platform.registry.RegistryWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.registry.Refused.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The OpenAEP options of a product.
class ProductOptionsTest {
  private static final String IMEI = "861234567890123";
  private static final ProductOptions CHOSEN =
      new ProductOptions(
          Duration.ofSeconds(20),
          true,
          Duration.ofMinutes(5),
          Optional.of(Duration.ofMillis(4_500)),
          List.of("/3/0", "/4/0/1", "/5"));

  @TempDir Path temp;
  private RegistryWorld world;

  @BeforeEach
  void open() {
    world = new RegistryWorld(temp.resolve("data"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Product set(Product product, ProductOptions options) {
    return world.registry.updateOptions(world.tenantId, product.productId(), options);
  }

  private static ProductOptions times(Duration window, Duration response, Duration ack) {
    return new ProductOptions(window, false, response, Optional.of(ack), List.of());
  }

  private static ProductOptions paths(List<String> paths) {
    return new ProductOptions(
        Duration.ZERO, false, Duration.ofSeconds(60), Optional.empty(), paths);
  }

  @Test
  void newProductHasTheStandardOptions() {
    assertThat(world.lwm2m("p").options()).isEqualTo(ProductOptions.STANDARD);
    assertThat(ProductOptions.STANDARD.activeWindow()).isZero();
    assertThat(ProductOptions.STANDARD.responseTimeout()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void optionsAreSeenByTheNextCallAndAfterARestart() {
    Product product = world.lwm2m("p");
    world.registry.product(product.productId());
    assertThat(set(product, CHOSEN).options()).isEqualTo(CHOSEN);
    assertThat(world.registry.product(product.productId()).orElseThrow().options())
        .isEqualTo(CHOSEN);
    world.restart();
    assertThat(world.registry.product(product.productId()).orElseThrow().options())
        .isEqualTo(CHOSEN);
    set(product, ProductOptions.STANDARD);
    assertThat(world.registry.product(product.productId()).orElseThrow().options())
        .isEqualTo(ProductOptions.STANDARD);
  }

  @Test
  void deviceLetInBringsThem() {
    Product product = world.lwm2m("p", false, EndpointFormat.IMEI);
    world.meter(product, IMEI);
    ProductOptions options = paths(List.of("/3/0"));
    set(product, options);
    assertThat(world.authenticator.byEndpoint(Door.LWM2M, IMEI, Optional.empty()))
        .isInstanceOfSatisfying(
            Admission.Granted.class,
            granted -> assertThat(granted.profile().options()).isEqualTo(options));
  }

  @Test
  void changeOfTheProductLeavesThemAlone() {
    Product before = world.lwm2m("p");
    set(before, CHOSEN);
    assertThat(world.registry.updateProduct(before).options()).isEqualTo(CHOSEN);
    assertThat(world.registry.product(before.productId()).orElseThrow().options())
        .isEqualTo(CHOSEN);
  }

  @Test
  void timesOutOfRangeAreRefusedWithTheRange() {
    Product psm = world.lwm2m("p");
    Duration second = Duration.ofSeconds(1);
    invalid("activeWindow must be", psm, times(Duration.ofMillis(-1), second, second));
    invalid("activeWindow must be", psm, times(Duration.ofMinutes(187), second, second));
    invalid("responseTimeout must be", psm, times(second, Duration.ofMillis(999), second));
    invalid("responseTimeout must be", psm, times(second, Duration.ofDays(2), second));
    invalid("ackTimeout must be", psm, times(second, second, Duration.ofMillis(499)));
    invalid("ackTimeout must be", psm, times(second, second, Duration.ofSeconds(121)));
  }

  @Test
  void pathsThatCannotBeReadAreRefused() {
    Product psm = world.lwm2m("p");
    for (String wrong : List.of("", "/", "3/0", "/3/0/", "/3//0", "/03", "/65535", "/1/2/3/4")) {
      invalid("a path is /object", psm, paths(List.of(wrong)));
    }
    invalid("Security", psm, paths(List.of("/0/0")));
    invalid("twice", psm, paths(List.of("/3/0", "/3/0")));
    invalid("more than 16", psm, paths(Collections.nCopies(17, "/3")));
  }

  @Test
  void optionsOfAnotherProtocolOrPowerModeAreRefused() {
    Product mqtt = world.mqtt("m");
    Product drx = world.lwm2m("d", false, EndpointFormat.IMEI);
    Duration second = Duration.ofSeconds(1);
    invalid("ackTimeout is for LwM2M", mqtt, times(Duration.ZERO, second, second));
    invalid("readAfterRegistration is for LwM2M", mqtt, paths(List.of("/3/0")));
    invalid("powerModel PSM", drx, times(second, second, second));
    refused(
        Kind.PRODUCT_UNKNOWN,
        "no product",
        () -> world.registry.updateOptions("another", mqtt.productId(), ProductOptions.STANDARD));
  }

  private void invalid(String reason, Product product, ProductOptions options) {
    refused(Kind.INVALID, reason, () -> set(product, options));
  }
}
