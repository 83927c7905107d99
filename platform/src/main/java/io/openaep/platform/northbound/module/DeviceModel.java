package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Registry;
import io.openaep.wire.model.Property;
import io.openaep.wire.model.Service;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `aep_device_model` (AEP northbound, 3.8 and 4.8): a product's thing model. That of a transparent
/// product is empty.
public final class DeviceModel implements Module {
  private static final int PAGE_LIMIT = 100;

  private final Registry registry;

  public DeviceModel(Registry registry) {
    this.registry = registry;
  }

  @Override
  public String name() {
    return "aep_device_model";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "QueryPropertyList", Operation.read(this::properties),
        "QueryServiceList", Operation.read(this::services));
  }

  private Map<String, @Nullable Object> properties(Call call) {
    Paging paging = Paging.of(call, PAGE_LIMIT);
    List<Property> found =
        registry.models().of(call.product().productId()).properties().stream()
            .filter(it -> matches(call, it.identifier(), it.name()))
            .toList();
    return Envelope.ok(
        paging.page(found.size(), paging.rows(found).stream().map(ModelViews::property).toList()));
  }

  private Map<String, @Nullable Object> services(Call call) {
    Paging paging = Paging.of(call, PAGE_LIMIT);
    Optional<Long> kind = call.whole("serviceType");
    List<Service> found =
        registry.models().of(call.product().productId()).services().stream()
            .filter(it -> kind.isEmpty() || kind.get() == it.kind().number())
            .filter(it -> matches(call, it.identifier(), it.name()))
            .toList();
    return Envelope.ok(
        paging.page(found.size(), paging.rows(found).stream().map(ModelViews::service).toList()));
  }

  /// `searchValue` is a part of the identifier or the name.
  private static boolean matches(Call call, String identifier, String name) {
    String search = call.query().first("searchValue").orElse("").toLowerCase(Locale.ROOT);
    return identifier.toLowerCase(Locale.ROOT).contains(search)
        || name.toLowerCase(Locale.ROOT).contains(search);
  }
}
