package io.openaep.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.registry.Models.Revised;
import io.openaep.platform.registry.Refused.Kind;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.ModelJson;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
  private static final ThingModel SMALL =
      ModelJson.read(
          """
          {"properties":[{"propertyFlag":"t","dataType":"float"}],
           "services":[{"serviceFlag":"r","serviceType":1,"properties":[{"propertyFlag":"t"}]}]}
          """);

  @TempDir Path path;
  private RegistryWorld world;

  @BeforeEach
  void open() {
    world = new RegistryWorld(path);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Product product(Protocol protocol, String thirdType) {
    ProductForm usual = RegistryWorld.form(protocol + thirdType);
    ProductForm form =
        new ProductForm(
            usual.name(),
            "",
            "a",
            "b",
            thirdType,
            1,
            1,
            3,
            4,
            Optional.empty(),
            Optional.of(5),
            Optional.empty(),
            "op",
            "op");
    return world.registry.createProduct(
        new NewProduct(
            world.tenantId,
            protocol,
            false,
            false,
            false,
            EndpointFormat.IMEI,
            new PowerMode.Drx(),
            form));
  }

  @Test
  void anLwm2mProductBeginsWithTheStandardServices() {
    Product product = product(Protocol.LWM2M, "unheard of");
    assertThat(world.registry.models().of(product.productId()).services())
        .extracting(Service::identifier)
        .containsExactly("signal_report", "info_report", "battery_voltage_low_alarm");
  }

  @Test
  void aClassificationBringsItsStandardModelByNameOrNumber() {
    for (String thirdType : new String[] {"智能水表", "1001"}) {
      ThingModel model = world.registry.models().of(product(Protocol.LWM2M, thirdType).productId());
      assertThat(model.service("set_valve")).map(Service::id).contains(8001);
      assertThat(model.service("signal_report")).map(Service::id).contains(2);
      assertThat(model.commandOf(model.service("set_frozen_period_resp").orElseThrow()))
          .map(Service::identifier)
          .contains("set_frozen_period");
    }
    ThingModel breaker = world.registry.models().of(product(Protocol.MQTT, "多路断路器").productId());
    assertThat(breaker.service("signal_report")).isEmpty();
    assertThat(breaker.service("set_switch")).isPresent();
  }

  @Test
  void everyBundledModelFitsBesideTheStandardServices() {
    assertThat(world.registry.models().standards())
        .hasSize(4)
        .allSatisfy(standard -> {
          ThingModel model =
              world.registry.models().of(product(Protocol.LWM2M, standard.name()).productId());
          assertThat(model.services())
              .hasSize(
                  standard.model().services().size() + StandardBundle.lwm2m().services().size());
        });
  }

  @Test
  void aReplacedModelIsSeenAtOnceAndAfterARestart() {
    Product product = product(Protocol.MQTT, "x");
    assertThat(world.registry.models().of(product.productId())).isEqualTo(ThingModel.EMPTY);
    Revised<ThingModel> saved =
        world
            .registry
            .models()
            .replace(world.tenantId, product.productId(), SMALL, OptionalLong.of(1));
    assertThat(saved.revision()).isEqualTo(2);
    assertThat(world.registry.models().of(product.productId())).isEqualTo(SMALL);
    world.restart();
    assertThat(world.registry.models().of(world.tenantId, product.productId()))
        .isEqualTo(new Revised<>(SMALL, 2));
  }

  /// As another edition of the program may have left it.
  @Test
  void aModelThatCannotBeReadIsToldSoAndCanBeReplaced() {
    Product product = product(Protocol.MQTT, "x");
    spoil("thing_model");
    world.restart();
    Models models = world.registry.models();
    for (int i = 0; i < 2; i++) {
      RegistryWorld.refused(
          Kind.MODEL_UNREADABLE,
          "the stored thing model of product " + product.productId() + " cannot be read (",
          () -> models.of(product.productId()));
    }
    RegistryWorld.refused(
        Kind.MODEL_UNREADABLE,
        "replace it as a whole",
        () -> models.of(world.tenantId, product.productId()));
    long revision = models.revision(world.tenantId, product.productId());
    models.replace(world.tenantId, product.productId(), SMALL, OptionalLong.of(revision));
    assertThat(models.of(product.productId())).isEqualTo(SMALL);
  }

  @Test
  void aStandardModelThatCannotBeReadLeavesTheOthersAlone() {
    Models models = world.registry.models();
    models.saveStandard(new StandardModel(3001, "V1", "坏", SMALL));
    spoil("standard_model where third_type = 3001");
    assertThat(models.standards()).hasSize(4).noneMatch(it -> it.thirdType() == 3001);
    assertThat(models.of(product(Protocol.LWM2M, "智能水表").productId()).service("set_valve"))
        .isPresent();
    assertThat(models.of(product(Protocol.MQTT, "坏").productId())).isEqualTo(ThingModel.EMPTY);
    models.saveStandard(new StandardModel(3001, "V1", "坏", SMALL));
    assertThat(models.standard(3001, Optional.empty())).isPresent();
  }

  private void spoil(String rows) {
    String sql = "update " + rows.replaceFirst(" |$", " set model = '{\"properties\":7}' ");
    world.database.change(handle -> handle.update(sql));
  }

  @Test
  void whoEditsAnOlderRevisionIsRefused() {
    Product product = product(Protocol.MQTT, "x");
    assertThatThrownBy(() ->
            world
                .registry
                .models()
                .replace(world.tenantId, product.productId(), SMALL, OptionalLong.of(7)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.CHANGED));
  }

  @Test
  void aTransparentProductHasNoModel() {
    Product product = world.mqtt("transparent");
    assertThatThrownBy(() -> world.registry.models().of(world.tenantId, product.productId()))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("is transparent (透传)");
  }

  @Test
  void anotherTenantsProductIsUnknown() {
    Product product = product(Protocol.MQTT, "x");
    assertThatThrownBy(() -> world.registry.models().of("other", product.productId()))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.PRODUCT_UNKNOWN));
  }

  @Test
  void aServiceNumberMustFitTheBinaryForms() {
    ThingModel wide =
        ModelJson.read(
            "{\"services\":[{\"serviceFlag\":\"r\",\"serviceId\":70000,\"serviceType\":1}]}");
    Product tcp = product(Protocol.TCP, "x");
    assertThatThrownBy(() ->
            world
                .registry
                .models()
                .replace(world.tenantId, tcp.productId(), wide, OptionalLong.empty()))
        .hasMessageContaining("serviceId 70000 of r does not fit the two bytes");
    Product mqtt = product(Protocol.MQTT, "x");
    assertThat(
            world
                .registry
                .models()
                .replace(world.tenantId, mqtt.productId(), wide, OptionalLong.empty())
                .value())
        .isEqualTo(wide);
  }

  @Test
  void standardModelsCanBeEditedAndStayAsTheyWereEdited() {
    Models models = world.registry.models();
    models.saveStandard(new StandardModel(1001, "V0.2", "智能水表", SMALL));
    models.saveStandard(new StandardModel(5000, "V1", "新", SMALL));
    assertThat(models.deleteStandard(1004, "V0.1")).isTrue();
    world.restart();
    models = world.registry.models();
    assertThat(models.standards()).hasSize(5);
    assertThat(models.standard(1004, Optional.empty())).isEmpty();
    assertThat(models.standard(5000, Optional.empty())).isPresent();
    assertThat(models.standard(1001, Optional.of("V0.1"))).isPresent();
  }

  @Test
  void aDeletedProductsModelIsGone() {
    Product product = product(Protocol.LWM2M, "x");
    assertThat(world.registry.models().of(product.productId()).services()).isNotEmpty();
    world.registry.deleteProduct(world.tenantId, product.productId());
    assertThat(world.registry.models().of(product.productId())).isEqualTo(ThingModel.EMPTY);
  }
}
