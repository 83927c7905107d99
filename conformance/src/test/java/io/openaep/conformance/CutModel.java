package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The import of a thing model of a hundred services over another of a hundred.
@SuppressWarnings("NullAway.Init") // prepare comes first
final class CutModel implements Cut {
  private final Rest rest;
  private final String path;
  private String before = "first";
  private String wanted;

  CutModel(Rest rest) throws IOException, InterruptedException {
    this.rest = rest;
    this.path = "/api/products/%d/model".formatted(CutProduct.product(rest, "modelled").id());
    JsonNode _ = rest.put(path, CutProduct.model(before));
  }

  @Override
  public void prepare(int round) {
    wanted = "r" + round + "x";
  }

  @Override
  public boolean send() throws Exception {
    JsonNode _ = rest.put(path, CutProduct.model(wanted));
    return true;
  }

  @Override
  public boolean happened() throws Exception {
    Set<String> prefixes = new TreeSet<>();
    List<JsonNode> services = rest.get(path).path("services").valueStream().toList();
    services.forEach(
        it -> prefixes.add(it.path("serviceFlag").asString().replaceFirst("\\d+$", "")));
    assertThat(services).hasSize(100);
    assertThat(prefixes).hasSize(1).isSubsetOf(before, wanted);
    return prefixes.contains(wanted);
  }

  @Override
  public void complete(boolean happened) throws Exception {
    if (!happened) {
      assertThat(send()).isTrue();
      assertThat(happened()).isTrue();
    }
    before = wanted;
  }
}
