package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.lwm2m.object.ObjectEncoder;
import io.openaep.platform.account.Role;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.command.NewOperation;
import io.openaep.platform.command.Operations;
import io.openaep.platform.command.SqlCommandStore;
import io.openaep.platform.command.StoredOperation;
import io.openaep.platform.console.resource.ObjectResource;
import io.openaep.platform.console.resource.OperationResource;
import io.openaep.platform.data.ObjectValueStore;
import io.openaep.platform.data.SqlDataStore;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.ObjectContent;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.NewDevice;
import io.openaep.platform.registry.NewProduct;
import io.openaep.platform.registry.ProductForm;
import io.openaep.platform.store.DataDirectory;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `/api/devices/{deviceId}/objects…` and `…/operations…`, before a lane that the test plays.
class ObjectResourceTest {
  private static final Instant AT = Instant.parse("2026-11-22T08:00:00Z");

  @TempDir private Path path;
  private RestWorld world;
  private DataDirectory directory;
  private Database database;
  private SqlDataStore data;
  private SqlCommandStore commands;
  private FakeOperations operations;
  private String token;
  private Device device;
  private String objects;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(path.resolve("data"));
    database = Database.open(new SqliteFile(directory.file("data.db"), Durability.NORMAL));
    data = new SqlDataStore(database, _ -> Optional.empty(), () -> AT);
    commands = new SqlCommandStore(database, () -> AT);
    operations = new FakeOperations();
    world =
        new RestWorld(
            path.resolve("registry"),
            registry ->
                List.of(
                    new ObjectResource(
                        new ObjectResource.Ports(
                            registry,
                            operations,
                            new ObjectValueStore(database),
                            new Sessions(),
                            new ObjectEncoder())),
                    new OperationResource(registry, operations)));
    device = device();
    token = world.token(Role.OPERATOR);
    objects = "/api/devices/" + device.ref().deviceId() + "/objects";
  }

  private Device device() {
    long product =
        world
            .registry
            .createProduct(
                new NewProduct(
                    world.tenantId,
                    Protocol.LWM2M,
                    false,
                    true,
                    false,
                    EndpointFormat.IMEI,
                    new PowerMode.Drx(),
                    new ProductForm(
                        "p",
                        "",
                        "a",
                        "b",
                        "c",
                        1,
                        1,
                        3,
                        4,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "op",
                        "op")))
            .productId();
    return world.registry.createDevice(
        new NewDevice(
            product,
            "d",
            Optional.empty(),
            Optional.of("868543060974334"),
            Optional.empty(),
            Optional.empty(),
            true,
            "test"));
  }

  @AfterEach
  void close() {
    world.close();
    database.close();
    directory.close();
  }

  @Test
  void anOperationIsAcceptedAndCanBeFollowedToItsResult() {
    RestCall.Answer accepted =
        world.post(objects + "/3/0/0", "{\"action\":\"read\"}").as(token).send().expect(202);
    assertThat(accepted.text("status")).isEqualTo("saved");
    assertThat(operations.asked.getFirst().path()).hasToString("/3/0/0");
    assertThat(operations.asked.getFirst().ttl()).hasDays(1);
    String own = accepted.header("Location");
    operations.answer(
        "[{\"path\":\"/3/0/0\",\"type\":\"string\",\"value\":\"Quectel\"}]", "Quectel");
    RestCall.Answer answered = world.get(own).as(token).send().expect(200);
    assertThat(answered.text("status")).isEqualTo("answered");
    assertThat(answered.text("code")).isEqualTo("2.05");
    assertThat(answered.text("payload")).isEqualTo(Bytes.utf8("Quectel").toBase64());
    assertThat(answered.json().at("/values/0/value").asString()).isEqualTo("Quectel");
    assertThat(
            world
                .get(own.substring(0, own.lastIndexOf('/')))
                .as(token)
                .send()
                .expect(200)
                .json()
                .at("/items/0/path")
                .asString())
        .isEqualTo("/3/0/0");
  }

  @Test
  void whatTheDeviceHasToldIsShownAndItsFirmwareIsInItsState() {
    operations.fold(
        new Event.Connected(AT, device.ref().number(), 1, "lwm2m", "a:1", Optional.empty()));
    operations.fold(
        new Event.ObjectReported(
            AT,
            device.ref().number(),
            1,
            "lwm2m",
            "/3/0",
            new ObjectContent(
                11_542,
                Bytes.EMPTY,
                "[{\"path\":\"/3/0/3\",\"type\":\"string\",\"value\":\"EC800E_01\"},"
                    + "{\"path\":\"/3/0/9\",\"type\":\"integer\",\"value\":85}]",
                "")));
    RestCall.Answer tree = world.get(objects).as(token).send().expect(200);
    assertThat(tree.json().at("/registered").asBoolean()).isFalse();
    assertThat(tree.json().at("/values").size()).isEqualTo(2);
    RestCall.Answer one = world.get(objects + "/3/0/9").as(token).send().expect(200);
    assertThat(one.json().at("/values/0/value").asInt()).isEqualTo(85);
    assertThat(world.get(objects + "/30").as(token).send().expect(200).json().at("/values").size())
        .isZero();
    assertThat(data.state(device.ref().number()).firmwareVersion()).contains("EC800E_01");
  }

  @Test
  void writesAreEncodedByTheModelOrTakenAsTheyAre() {
    send("/1/0/1", "{\"action\":\"write\",\"value\":300}", 202);
    send("/1/0", "{\"action\":\"write\",\"value\":{\"1\":300}}", 202);
    send("/5/0/0", "{\"action\":\"write\",\"payload\":\"AP8=\"}", 202);
    send("/3/0/4", "{\"action\":\"execute\",\"arguments\":\"0='5'\"}", 202);
    assertThat(operations.asked)
        .extracting(NewOperation::contentFormat)
        .containsExactly(Optional.of(0), Optional.of(11_542), Optional.of(42), Optional.empty());
    assertThat(operations.asked)
        .extracting(it -> it.payload().toHex())
        .containsExactly("333030", "c201012c", "00ff", "303d273527");
  }

  @Test
  void whatCannotBeDoneIsSaidInASentence() {
    assertThat(send("/1/0/1", "{\"action\":\"write\",\"value\":\"soon\"}", 400))
        .contains("integer");
    assertThat(send("/1/0/1", "{\"action\":\"write\"}", 400)).contains("payload instead");
    assertThat(send("/1/0/1", "{\"action\":\"read\",\"value\":1}", 400)).contains("must be write");
    assertThat(send("/3", "{\"action\":\"execute\"}", 400)).contains("resource only");
    assertThat(send("/3/x", "{\"action\":\"read\"}", 404)).contains("four numbers");
    assertThat(send("/3/0", "{\"action\":\"dance\"}", 400)).contains("read");
    assertThat(operations.asked).isEmpty();
  }

  @Test
  void anOperationThatHasNotLeftCanBeCancelled() {
    String own =
        world
            .post(objects + "/3", "{\"action\":\"discover\"}")
            .as(token)
            .send()
            .expect(202)
            .header("Location");
    world.delete(own).as(token).send().expect(204);
    operations.cancelling = CancelResult.TOO_LATE;
    world.delete(own).as(token).send().expect(409);
  }

  @Test
  void whoWaitsIsToldTheEnd() {
    operations.onWait = () -> operations.answer("[]", "7");
    String body = send("/3/0/9?wait=60", "{\"action\":\"read\"}", 202);
    assertThat(body).contains("\"status\":\"answered\"").contains("\"code\":\"2.05\"");
    operations.onWait =
        () -> {
          throw new AssertionError("nobody asked to wait");
        };
    assertThat(send("/3/0/9", "{\"action\":\"read\"}", 202)).contains("\"status\":\"saved\"");
  }

  @Test
  void anotherTenantSeesNothing() {
    String other = world.registry.tenancy().createTenant("other").tenantId();
    String stranger = world.tokenOf(other, Role.OPERATOR);
    world.get(objects).as(stranger).send().expect(404);
    world.get(objects + "/3").as(stranger).send().expect(404);
    world.post(objects + "/3", "{\"action\":\"read\"}").as(stranger).send().expect(404);
    world
        .get("/api/devices/" + device.ref().deviceId() + "/operations")
        .as(stranger)
        .send()
        .expect(404);
    String viewer = world.token(Role.VIEWER);
    world.post(objects + "/3", "{\"action\":\"read\"}").as(viewer).send().expect(403);
    world.get(objects).as(viewer).send().expect(200);
  }

  private String send(String below, String body, int status) {
    return world.post(objects + below, body).as(token).send().expect(status).http().body();
  }

  /// Events of the test, folded by the real stores.
  private final class FakeOperations implements Operations {
    final List<NewOperation> asked = new ArrayList<>();
    CancelResult cancelling = CancelResult.CANCELLED;
    private long position;
    Runnable onWait = () -> {};

    void fold(Event event) {
      position++;
      List<Recorded> batch = List.of(new Recorded(position, event));
      data.fold(batch);
      commands.fold(batch);
    }

    void answer(String values, String raw) {
      fold(new Event.OperationSent(AT, device.ref().number(), asked.size()));
      fold(
          new Event.OperationAnswered(
              AT,
              device.ref().number(),
              asked.size(),
              "2.05",
              new ObjectContent(0, Bytes.utf8(raw), values, "")));
    }

    @Override
    public CompletionStage<Operation> create(NewOperation operation) {
      asked.add(operation);
      fold(
          new Event.OperationSaved(
              AT,
              operation.device().number(),
              asked.size(),
              operation.action().name(),
              operation.path().toString(),
              operation.contentFormat().orElse(-1),
              operation.payload(),
              operation.ttl(),
              operation.createdBy()));
      return CompletableFuture.completedStage(
          find(operation.device().number(), asked.size()).orElseThrow());
    }

    @Override
    public CompletionStage<CancelResult> cancel(long number, long operation, String by) {
      return CompletableFuture.completedStage(cancelling);
    }

    @Override
    public CompletableFuture<Void> ended(long number, long operation) {
      onWait.run();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Optional<Operation> find(long number, long operation) {
      return commands.operations().find(number, operation).map(FakeOperations::shown);
    }

    private static Operation shown(StoredOperation stored) {
      return new Operation(stored, "waits");
    }

    @Override
    public List<Operation> list(long number, long before, int limit) {
      return commands.operations().list(number, before, limit).stream()
          .map(FakeOperations::shown)
          .toList();
    }
  }
}
