package io.openaep.conformance;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A command to a group of a hundred devices. Its repetition, byte for byte the same, gets the
/// first answer if it has happened and is carried out if it has not: either way each device has one
/// command.
@SuppressWarnings("NullAway.Init") // prepare comes first
final class CutGroupCommand implements Cut {
  private static final int DEVICES = 100;

  private final PlatformProcess platform;
  private final Api.Product product;
  private final List<String> devices = new ArrayList<>();
  private final long group;
  private ApiCall call;
  private String text;

  CutGroupCommand(PlatformProcess platform) throws IOException {
    this.platform = platform;
    this.product = platform.api().tcp("commanded");
    JsonNode made =
        platform
            .api()
            .post(
                "/aep_device_group_management/deviceGroup",
                "20190615001622",
                "",
                "{\"deviceGroupName\":\"all\",\"productId\":%d}".formatted(product.id()));
    this.group = made.path("result").path("deviceGroupId").asLong();
    platform
        .api()
        .post(
            "/aep_device_management/batchDevice",
            "20230330043852",
            product.masterKey(),
            "{\"productId\":%d,\"operator\":\"me\",\"devices\":[%s]}"
                .formatted(product.id(), rows()));
    IntStream.range(0, DEVICES).forEach(i -> devices.add(product.id() + "g" + i));
    ApiCall relation =
        ApiCall.with(
            "PUT",
            "/aep_device_group_management/deviceGroupRelation",
            "20190615001526",
            "",
            "{\"deviceGroupId\":%d,\"deviceList\":[%s],\"flag\":0,\"productId\":%d}"
                .formatted(group, quoted(devices), product.id()));
    assertThat(platform.api().send(relation).body()).contains("\"code\":0");
  }

  private static String rows() {
    return IntStream.range(0, DEVICES)
        .mapToObj(i -> "{\"deviceName\":\"d\",\"deviceSn\":\"g%d\"}".formatted(i))
        .collect(joining(","));
  }

  private static String quoted(List<String> ids) {
    return ids.stream().map(id -> '"' + id + '"').collect(joining(","));
  }

  @Override
  public void prepare(int round) {
    text = "round " + round + ".";
    call =
        ApiCall.with(
            "POST",
            "/aep_device_command/command",
            "20190712225145",
            product.masterKey(),
            "{\"content\":%s,\"operator\":\"me\",\"productId\":%d,\"level\":3,\"deviceGroupId\":%d}"
                .formatted(Api.textContent(text), product.id(), group));
  }

  @Override
  public boolean send() throws IOException {
    return rows(platform.api().send(call).body()) == devices.size();
  }

  private static int rows(String body) {
    return (int)
        JsonMapper.shared()
            .readTree(body)
            .path("result")
            .valueStream()
            .filter(row -> !row.path("commandId").asString("").isEmpty())
            .count();
  }

  @Override
  public boolean happened() throws IOException {
    Set<Integer> counts = new TreeSet<>();
    int some = 0;
    for (String device : devices) {
      int commands = commands(device);
      counts.add(commands);
      some += commands == 0 ? 0 : 1;
    }
    assertThat(counts).as("%d of %d devices have a command", some, devices.size()).hasSize(1);
    assertThat(counts).isSubsetOf(0, 1);
    return counts.contains(1);
  }

  private int commands(String device) throws IOException {
    JsonNode list =
        platform
            .api()
            .get(
                "/aep_device_command/commands",
                "20200814163736",
                product.masterKey(),
                Map.of(
                    "productId",
                    Long.toString(product.id()),
                    "deviceId",
                    device,
                    "pageNow",
                    "1",
                    "pageSize",
                    "40"));
    return (int)
        list.path("result")
            .path("list")
            .valueStream()
            .filter(it -> it.path("command").asString("").contains(text))
            .count();
  }

  @Override
  public void complete(boolean happened) throws IOException {
    assertThat(rows(platform.api().send(call).body()))
        .as("the repetition of a call that happened: %s", happened)
        .isEqualTo(devices.size());
    assertThat(happened()).isTrue();
  }
}
