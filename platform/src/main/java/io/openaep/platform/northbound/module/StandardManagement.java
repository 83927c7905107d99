package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.registry.StandardModel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `aep_standard_management` (AEP northbound, 3.8 and 4.8): the model that products of a
/// classification begin with.
public final class StandardManagement implements Module {
  private final Registry registry;

  public StandardManagement(Registry registry) {
    this.registry = registry;
  }

  @Override
  public String name() {
    return "aep_standard_management";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("QueryStandardModel", Operation.read(this::query));
  }

  private Map<String, @Nullable Object> query(Call call) {
    long thirdType = Long.parseLong(call.text("thirdType"));
    StandardModel standard =
        registry
            .models()
            .standard(thirdType, call.query().first("standardVersion"))
            .orElseThrow(() ->
                CallRefused.aep(
                    AepCode.STANDARD_MODEL_FAILED,
                    "there is no standard model of classification " + thirdType));
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put(
        "properties",
        standard.model().properties().stream().map(ModelViews::standardProperty).toList());
    members.put(
        "services", standard.model().services().stream().map(ModelViews::standardService).toList());
    return Envelope.ok(members);
  }
}
