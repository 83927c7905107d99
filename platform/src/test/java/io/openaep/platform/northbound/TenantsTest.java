package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.northbound.ApiCall.Reply;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.northbound.gateway.ApiFunction;
import io.openaep.platform.northbound.gateway.FunctionTable;
import io.openaep.platform.registry.ApplicationGrant;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.DeviceGroup;
import io.openaep.platform.registry.Tenancy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every served function, called by an application of another tenant with everything that it could
/// have overheard: ids, the MasterKey, the IMEI. It must neither learn nor change anything.
class TenantsTest {
  /// Names that only the owner knows.
  private static final List<String> SECRETS = List.of("hidden", "藏");

  @TempDir static Path path;
  private static ApiWorld world;
  private static Tenancy.Entry intruder;
  private static Product lwm2m;
  private static Device device;
  private static long group;
  private static long command;

  @BeforeAll
  static void open() {
    world = new ApiWorld(path);
    lwm2m = world.lwm2m("hidden 藏");
    Reply created =
        world
            .call("POST", "/aep_device_management/device", "20181031202117")
            .masterKey(lwm2m.masterKey())
            .body(
                ("{\"deviceName\":\"hidden\",\"operator\":\"hidden\",\"productId\":%d,"
                        + "\"imei\":\"861111111111119\",\"other\":{\"autoObserver\":0}}")
                    .formatted(lwm2m.id()))
            .send();
    String deviceId = created.result().path("deviceId").asString();
    device = world.registry.device(lwm2m.id(), deviceId).orElseThrow();
    group =
        world
            .registry
            .groups()
            .create(world.tenantId, Optional.of(lwm2m.id()), "hidden", "hidden")
            .groupId();
    world.registry.groups().add(world.tenantId, group, List.of(deviceId));
    world.registry.catalogue().addArchive(device, "hidden", "{\"remarks\":\"hidden\"}");
    world
        .call("POST", "/aep_device_command/command", "20190712225145")
        .masterKey(lwm2m.masterKey())
        .body(
            ("{\"content\":{\"dataType\":1,\"payload\":\"hidden\"},\"deviceId\":\"%s\","
                    + "\"operator\":\"hidden\",\"productId\":%d}")
                .formatted(deviceId, lwm2m.id()))
        .send();
    command = world.commands.all().getLast().id();
    String tenant = world.registry.tenancy().createTenant("intruder").tenantId();
    intruder = world.registry.tenancy().createApplication(tenant, ApplicationGrant.everything("i"));
  }

  @AfterAll
  static void close() {
    world.close();
  }

  static Stream<ApiFunction> everyServedFunction() {
    Set<String> served = world.served();
    return FunctionTable.load().all().stream().filter(it -> served.contains(it.word()));
  }

  @ParameterizedTest
  @MethodSource("everyServedFunction")
  void anotherTenantLearnsAndChangesNothing(ApiFunction function) {
    Reply reply = call(function).send();
    assertThat(reply.http().body()).doesNotContain(SECRETS);
    boolean namesAnothers =
        function.query().stream().anyMatch(it -> it.required() && isForeign(it.name()));
    if (namesAnothers || function.masterKey() == ApiFunction.MasterKeyUse.REQUIRED) {
      assertThat(reply.code()).as(reply.http().body()).isNotZero();
    }
    assertThat(world.registry.product(world.tenantId, lwm2m.id())).isPresent();
    assertThat(world.registry.deviceById(device.ref().deviceId())).contains(device);
    assertThat(world.registry.groups().find(world.tenantId, group).map(DeviceGroup::name))
        .contains("hidden");
    assertThat(world.registry.groups().members(group, 0, 9)).containsExactly(device.ref().number());
    assertThat(world.registry.catalogue().archives(world.tenantId, "", "", 1, 10).total())
        .isEqualTo(1);
    assertThat(world.commands.find(device.ref().number(), command).orElseThrow().status().open())
        .isTrue();
    assertThat(world.commands.all()).hasSize(1);
  }

  private static boolean isForeign(String parameter) {
    return List.of("productId", "deviceId", "deviceIds", "deviceGroupId", "imei", "commandId")
        .contains(parameter);
  }

  private static ApiCall call(ApiFunction function) {
    ApiCall call =
        world
            .call(function.method(), function.fullPath(), function.version())
            .header("application", intruder.application().appKey())
            .secret(intruder.application().appSecret());
    if (function.masterKey() != ApiFunction.MasterKeyUse.UNDECLARED) {
      call.masterKey(lwm2m.masterKey());
    }
    for (ApiFunction.Parameter parameter : function.query()) {
      value(parameter.name()).ifPresent(value -> call.query(parameter.name(), value));
    }
    return function.hasBody() ? call.body(body()) : call;
  }

  private static Optional<Object> value(String parameter) {
    return switch (parameter) {
      case "productId", "productIds" -> Optional.of(lwm2m.id());
      case "deviceId", "deviceIds" -> Optional.of(device.ref().deviceId());
      case "deviceGroupId" -> Optional.of(group);
      case "commandId" -> Optional.of(command);
      case "imei" -> Optional.of("861111111111119");
      case "pageNow", "startTime", "searchValueType" -> Optional.of(1);
      case "pageSize" -> Optional.of(10);
      case "dateType" -> Optional.of("m");
      case "type", "dataType" -> Optional.of("1");
      case "endTime" -> Optional.of(9_999_999_999_999L);
      case "thirdType" -> Optional.of(1);
      default -> Optional.empty();
    };
  }

  /// The members of every form at once; what a function does not know, it ignores.
  private static String body() {
    return """
    {"productId":%1$d,"productIds":[%1$d],"productName":"mine","productType":"a","secondaryType":"b",\
    "thirdType":"c","nodeType":1,"accessType":1,"networkType":2,"productProtocol":7,"createBy":"i",\
    "productDesc":"d","updateBy":"i","endpointFormat":1,"powerModel":2,"deviceId":"%2$s",\
    "deviceIdList":["%2$s"],"deviceList":["%2$s"],"deviceName":"mine","operator":"i",\
    "imei":"861111111111119","imeiList":["861111111111119"],"other":{"autoObserver":0},\
    "devices":[{"deviceName":"m","imei":"861111111111118"}],"commandId":"%3$d","deviceGroupId":%4$d,\
    "deviceGroupName":"mine","flag":1,"content":{"dataType":1,"payload":"x"},"datasetId":"APPdata",\
    "begin_timestamp":"0","end_timestamp":"9999999999999","page_size":10,"startTime":"0","endTime":"1",\
    "pageSize":10,"pageNow":1,"publicProductId":1,"publicProductIds":[1],"attributeType":"remarks",\
    "deletes":[{"deviceId":"%2$s","productId":%1$d}]}\
    """
        .formatted(lwm2m.id(), device.ref().deviceId(), command, group);
  }

  @Test
  void theOwnerSeesAllOfIt() {
    Reply reply =
        world
            .call("GET", "/aep_device_management/devices", "20190507012134")
            .masterKey(lwm2m.masterKey())
            .query("productId", lwm2m.id())
            .send();
    assertThat(reply.http().body()).contains("hidden");
  }
}
