package io.openaep.conformance;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// The deletion of a product, with its thing model and its group.
@SuppressWarnings("NullAway.Init") // prepare comes first
final class CutProduct implements Cut {
  private final PlatformProcess platform;
  private final Rest rest;
  private Api.Product product;
  private String groupPath;

  CutProduct(PlatformProcess platform, Rest rest) {
    this.platform = platform;
    this.rest = rest;
  }

  @Override
  public void prepare(int round) throws Exception {
    product = product(rest, "going" + round);
    JsonNode _ = rest.put("/api/products/%d/model".formatted(product.id()), model("going"));
    JsonNode group =
        platform
            .api()
            .post(
                "/aep_device_group_management/deviceGroup",
                "20190615001622",
                "",
                "{\"deviceGroupName\":\"going%d\",\"productId\":%d}".formatted(round, product.id()))
            .path("result");
    groupPath = "/api/groups/" + group.path("deviceGroupId").asLong();
  }

  static Api.Product product(Rest rest, String name) throws IOException, InterruptedException {
    long id =
        rest.post(
                "/api/products",
                "{\"name\":\"%s\",\"protocol\":\"mqtt\",\"transparent\":false}".formatted(name))
            .path("productId")
            .asLong();
    JsonNode secret = rest.get("/api/products/%d/secret".formatted(id));
    return new Api.Product(id, secret.path("masterKey").asString());
  }

  /// A hundred command services.
  static String model(String prefix) {
    return IntStream.range(0, 100)
        .mapToObj(i -> "{\"serviceFlag\":\"%s%d\",\"serviceType\":6}".formatted(prefix, i))
        .collect(joining(",", "{\"properties\":[],\"services\":[", "]}"));
  }

  @Override
  public boolean send() throws IOException {
    return platform.api().send(call()).body().contains("\"code\":0");
  }

  private ApiCall call() {
    return new ApiCall(
        "DELETE",
        "/aep_product_management/product",
        "20181031202029",
        product.masterKey(),
        Map.of("productId", Long.toString(product.id())),
        "",
        Instant.now());
  }

  @Override
  public boolean happened() throws Exception {
    List<Integer> found =
        List.of(
            rest.status("GET", "/api/products/" + product.id()),
            rest.status("GET", "/api/products/%d/model".formatted(product.id())),
            rest.status("GET", groupPath));
    assertThat(found)
        .as("product, model, group")
        .isIn(List.of(200, 200, 200), List.of(404, 404, 404));
    return found.contains(404);
  }

  @Override
  public void complete(boolean happened) throws Exception {
    if (!happened) {
      assertThat(send()).isTrue();
      assertThat(happened()).isTrue();
    }
  }
}
