package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.StateEntry;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A command to a group, while something goes wrong in the middle: it happens whole or not at all.
class GroupCommandsTest {
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
    return command(content, world.clock.instant());
  }

  /// The same bytes again if it is signed at the same time.
  private ApiCall command(String content, Instant signedAt) {
    return world
        .call("POST", "/aep_device_command/command", "20190712225145")
        .masterKey(product.masterKey())
        .header("timestamp", String.valueOf(signedAt.toEpochMilli()))
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
  void aCallThatTheDiskHangsOnIsNotSentAgainAndKnownAfterARestart() {
    Instant signedAt = unanswered();
    world.restart();
    assertAnsweredAgain(signedAt);
  }

  @Test
  void aCallThatTheDiskHangsOnIsKnownAsSoonAsItHasEnded() {
    Instant signedAt = unanswered();
    world.commands.late.complete(null);
    assertAnsweredAgain(signedAt);
  }

  @Test
  void aCallThatTheDiskRefusesAfterAllMayComeAgain() {
    Instant signedAt = unanswered();
    world.commands.late.completeExceptionally(new JournalUnavailable("the disk is full"));
    world.commands.answered = Integer.MAX_VALUE;
    Reply again = command(MODELLED, signedAt).send();
    assertThat(again.result()).hasSize(DEVICES);
    assertThat(world.commands.all()).as("carried out now").hasSizeGreaterThan(DEVICES);
  }

  private Instant unanswered() {
    impatient();
    world.commands.answered = 0;
    Instant signedAt = world.clock.instant();
    assertThat(command(MODELLED, signedAt).send().status()).isEqualTo(504);
    return signedAt;
  }

  private void assertAnsweredAgain(Instant signedAt) {
    Reply again = command(MODELLED, signedAt).send();
    assertThat(again.code()).as("it was stored, and its answer with it").isZero();
    assertThat(again.result()).hasSize(DEVICES);
    assertThat(world.commands.all()).hasSize(DEVICES);
  }

  @Test
  void aCallThatTheJournalRefusesHasNotHappenedAndMayComeAgain() {
    world.commands.refusedFirst = true;
    List<StateEntry> before = world.journal.state("write");
    ApiCall call = command(MODELLED);
    assertThat(call.send().status()).isEqualTo(503);
    assertThat(world.commands.all()).isEmpty();
    assertThat(world.journal.state("write")).as("nothing says that it began").isEqualTo(before);
    Reply again = call.send();
    assertThat(again.result()).hasSize(DEVICES);
    assertThat(world.commands.all()).hasSize(DEVICES);
  }

  @Test
  void itsAnswerIsKeptPackedAndOutlivesARestart() {
    List<StateEntry> before = world.journal.state("write");
    Instant signedAt = world.clock.instant();
    Reply first = command(MODELLED, signedAt).send();
    assertThat(first.result()).hasSize(DEVICES);
    assertThat(world.journal.state("write"))
        .filteredOn(row -> !before.contains(row))
        .singleElement()
        .satisfies(
            row -> assertThat(row.value().size()).isLessThan(first.json().toString().length() / 5));
    world.restart();
    assertThat(command(MODELLED, signedAt).send().json()).isEqualTo(first.json());
    assertThat(world.commands.all()).hasSize(DEVICES);
  }

  @Test
  void whatIsTooMuchForOneAppendIsRefusedBeforeAnyDeviceHasACommand() {
    Reply reply = command(MODELLED + ",\"remark\":\"" + "x".repeat(20_000) + '"').send();
    assertThat(reply.code()).isEqualTo(-1);
    assertThat(reply.msg()).contains("for each of 501 devices; one call takes at most 8388608");
    assertThat(world.commands.all()).isEmpty();
  }

  private void impatient() {
    world.groupPatience = Duration.ofMillis(100);
    world.restart();
  }
}
