package io.openaep.conformance;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A batch that makes a hundred devices, and in the next round one that deletes them.
@SuppressWarnings("NullAway.Init") // prepare comes first
final class CutBatches implements Cut {
  private static final int DEVICES = 100;

  private final PlatformProcess platform;
  private final Api.Product product;
  private final Set<String> made = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private ApiCall call;
  private Set<String> before;
  private Set<String> whole;

  CutBatches(PlatformProcess platform, Api.Product product) {
    this.platform = platform;
    this.product = product;
  }

  /// Over all rounds, as the pushes have to tell it.
  Set<String> made() {
    return made;
  }

  Set<String> deleted() {
    return deleted;
  }

  @Override
  public void prepare(int round) throws IOException {
    String prefix = "r" + round / 2 + "x";
    Set<String> ids =
        IntStream.range(0, DEVICES).mapToObj(i -> product.id() + prefix + i).collect(toSet());
    before = present();
    whole = new HashSet<>(before);
    if (round % 2 == 0) {
      call = creation(prefix);
      whole.addAll(ids);
      made.addAll(ids);
    } else {
      call = deletion(ids);
      whole.removeAll(ids);
      deleted.addAll(ids);
    }
  }

  @Override
  public boolean send() throws IOException {
    return platform.api().send(call).body().contains("\"code\":0");
  }

  @Override
  public boolean happened() throws IOException {
    Set<String> after = present();
    boolean happened = after.equals(whole);
    assertThat(happened || after.equals(before))
        .as("%d of %d devices", after.size(), whole.size())
        .isTrue();
    return happened;
  }

  @Override
  public void complete(boolean happened) throws IOException {
    if (!happened) {
      assertThat(platform.api().send(call.at(Instant.now())).body()).contains("\"code\":0");
      assertThat(present()).isEqualTo(whole);
    }
  }

  private Set<String> present() throws IOException {
    ApiCall list =
        ApiCall.get(
            "/aep_device_management/devices",
            "20190507012134",
            product.masterKey(),
            Map.of("productId", Long.toString(product.id()), "pageNow", "1", "pageSize", "100"));
    JsonNode result = JsonMapper.shared().readTree(platform.api().send(list).body()).path("result");
    assertThat(result.path("total").asInt()).isLessThanOrEqualTo(DEVICES);
    return result
        .path("list")
        .valueStream()
        .map(it -> it.path("deviceId").asString())
        .collect(toSet());
  }

  private ApiCall creation(String prefix) {
    String rows =
        IntStream.range(0, DEVICES)
            .mapToObj(i -> "{\"deviceName\":\"d\",\"deviceSn\":\"%s%d\"}".formatted(prefix, i))
            .collect(joining(","));
    return ApiCall.with(
        "POST",
        "/aep_device_management/batchDevice",
        "20230330043852",
        product.masterKey(),
        "{\"productId\":%d,\"operator\":\"me\",\"devices\":[%s]}".formatted(product.id(), rows));
  }

  private ApiCall deletion(Set<String> ids) {
    String quoted = ids.stream().map(id -> '"' + id + '"').collect(joining(","));
    return ApiCall.with(
        "POST",
        "/aep_device_management/deleteDevice",
        "20211009132842",
        product.masterKey(),
        "{\"productId\":%d,\"deviceIdList\":[%s]}".formatted(product.id(), quoted));
  }
}
