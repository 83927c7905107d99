package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.northbound.ApiCall.Reply;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.registry.Device;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A command to a group that is larger than what is asked of the journal at once, while something
/// goes wrong in the middle.
class GroupCommandsTest {
  /// A slice of the group has 500.
  private static final int DEVICES = 501;

  private static final String MODELLED = "\"serviceIdentifier\":\"go\",\"params\":{}";

  @TempDir Path path;
  private ApiWorld world;
  private Product product;
  private long group;

  @BeforeEach
  void open() throws SQLException {
    world = new ApiWorld(path);
    JsonNode made =
        world
            .call("POST", "/aep_product_management/product", "20191018204154")
            .body(
                ApiWorld.productForm("modelled", "\"productProtocol\":2,\"authType\":1")
                    .replace("\"tupIsThrough\":0", "\"tupIsThrough\":1"))
            .send()
            .result();
    product = new Product(made.path("productId").asLong(), made.path("apiKey").asString());
    model(
        new ThingModel(
            List.of(),
            List.of(
                new Service(
                    8001,
                    "go",
                    "go",
                    ServiceKind.COMMAND,
                    Optional.empty(),
                    "",
                    List.of(),
                    Optional.empty()))));
    Device device = world.device(product, "\"deviceSn\":\"0\"");
    group =
        world
            .call("POST", "/aep_device_group_management/deviceGroup", "20190615001622")
            .body("{\"deviceGroupName\":\"all\",\"productId\":%d}".formatted(product.id()))
            .send()
            .result()
            .path("deviceGroupId")
            .asLong();
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + path.resolve("registry.db"));
        Statement statement = database.createStatement()) {
      statement.execute(
          """
          insert into device (number, product_id, device_id, device_sn, name, token, auto_observe,
              created_by, updated_by, created_at, updated_at)
          with recursive n (i) as (select 1 union all select i + 1 from n where i < %d)
          select number + i, product_id, product_id || 'n' || i, 'n' || i, 'd' || i, null, auto_observe,
              created_by, updated_by, created_at, updated_at
          from device, n where number = %d
          """
              .formatted(DEVICES - 1, device.ref().number()));
      statement.execute(
          "insert into device_group_member (device, group_id) select number, %d from device"
              .formatted(group));
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void model(ThingModel model) {
    assertThat(
            world
                .registry
                .models()
                .replace(world.tenantId, product.id(), model, OptionalLong.empty())
                .value())
        .isEqualTo(model);
  }

  private ApiCall command(String content) {
    return world
        .call("POST", "/aep_device_command/command", "20190712225145")
        .masterKey(product.masterKey())
        .body(
            ("{\"content\":{%s},\"operator\":\"me\",\"productId\":%d,\"level\":3,"
                    + "\"deviceGroupId\":%d}")
                .formatted(content, product.id(), group));
  }

  private static List<String> reasons(Reply reply) {
    return StreamSupport.stream(reply.result().spliterator(), false)
        .filter(row -> row.path("commandId").isNull())
        .map(row -> row.path("description").asString())
        .toList();
  }

  @Test
  void aModelThatChangesMeanwhileRefusesNoPartOfACallAndItsRepetitionSendsNothing() {
    world.commands.asked =
        number -> {
          if (number == 1) {
            model(ThingModel.EMPTY);
          }
        };
    ApiCall call = command(MODELLED);
    Reply first = call.send();
    assertThat(first.code()).as(first.msg()).isZero();
    assertThat(first.result()).hasSize(DEVICES);
    assertThat(reasons(first)).isEmpty();
    JsonNode again = call.send().json();
    assertThat(again).isEqualTo(first.json());
    assertThat(world.commands.all()).hasSize(DEVICES);
  }

  @Test
  void whatDoesNotFitTheModelIsRefusedBeforeAnyDeviceHasACommand() {
    Reply reply = command("\"serviceIdentifier\":\"fly\",\"params\":{}").send();
    assertThat(reply.code()).isEqualTo(-1);
    assertThat(reply.msg()).contains("the product has no command service fly");
    assertThat(world.commands.all()).isEmpty();
  }

  @Test
  void whenTheDiskHangsTheRestIsNotWaitedForAndNoMoreIsBegun() {
    impatient();
    world.commands.answered = 3;
    ApiCall call = command(MODELLED);
    Reply reply = call.send();
    assertThat(reply.code()).as(reply.msg()).isZero();
    assertThat(reply.result()).hasSize(DEVICES);
    List<String> reasons = reasons(reply);
    assertThat(reasons).hasSize(DEVICES - 3);
    assertThat(reasons.getFirst()).contains("ask later whether it was");
    assertThat(reasons.getLast()).startsWith("No command was made");
    assertThat(call.send().json()).isEqualTo(reply.json());
    assertThat(world.commands.all()).hasSize(500);
  }

  @Test
  void aCallOfWhichNobodyKnowsWhetherItWasStoredIsNotSentAgain() {
    impatient();
    world.commands.refusedFirst = true;
    world.commands.answered = 0;
    ApiCall call = command(MODELLED);
    assertThat(call.send().status()).isEqualTo(504);
    int made = world.commands.all().size();
    assertThat(made).isEqualTo(499);
    assertThat(call.send().status()).as("nobody knows how far it came").isEqualTo(409);
    assertThat(world.commands.all()).hasSize(made);
  }

  private void impatient() {
    world.groupPatience = Duration.ofMillis(100);
    world.restart();
  }
}
