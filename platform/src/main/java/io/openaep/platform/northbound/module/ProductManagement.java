package io.openaep.platform.northbound.module;

import io.openaep.platform.data.DeviceData;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.NewProduct;
import io.openaep.platform.registry.Page;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `aep_product_management` (产品管理; AEP northbound, 3.1 and 4.1).
public final class ProductManagement implements Module {
  private static final int PAGE_LIMIT = 100;

  private final Registry registry;
  private final OnlineDevices online;

  public ProductManagement(Registry registry, DeviceData data) {
    this.registry = registry;
    this.online = new OnlineDevices(registry, data);
  }

  @Override
  public String name() {
    return "aep_product_management";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "QueryProduct", Operation.read(this::query),
        "QueryProductList", Operation.read(this::list),
        "CreateProduct", Operation.write(this::create),
        "UpdateProduct", Operation.write(this::update),
        "DeleteProduct", Operation.write(this::delete));
  }

  private Map<String, @Nullable Object> query(Call call) {
    Product product = Products.find(registry, call, Long.parseLong(call.text("productId")));
    return Envelope.ok(usual(product));
  }

  private Map<String, @Nullable Object> list(Call call) {
    Paging paging = Paging.of(call, PAGE_LIMIT);
    String search = call.query().first("searchValue").orElse("");
    Page<Product> page = registry.products(call.tenantId(), search, paging.number(), paging.size());
    return Envelope.ok(
        paging.page(page.total(), page.rows().stream().map(product -> usual(product)).toList()));
  }

  private Map<String, @Nullable Object> create(Call call) {
    boolean form2022 = is2022(call);
    NewProduct wanted = new ProductRules(call.body(), form2022).create(call.tenantId());
    Product product = Refusals.asAep(() -> registry.createProduct(wanted));
    return Envelope.ok(
        form2022 ? ProductViews.full(product, 0, 0) : ProductViews.usual(product, 0, 0));
  }

  /// Answers null in the version of 2021, a sentence in that of 2022.
  private Map<String, @Nullable Object> update(Call call) {
    Product product = Products.find(registry, call, call.body().whole("productId"));
    Product changed = new ProductRules(call.body(), is2022(call)).update(product);
    Product _ = Refusals.asAep(() -> registry.updateProduct(changed));
    return Envelope.ok(is2022(call) ? "Success to update product info." : null);
  }

  private Map<String, @Nullable Object> delete(Call call) {
    long productId = call.product().productId();
    return Refusals.asAep(() -> {
      registry.deleteProduct(call.tenantId(), productId);
      return Envelope.ok(Map.of());
    });
  }

  private Map<String, @Nullable Object> usual(Product product) {
    return ProductViews.usual(
        product, registry.deviceCount(product.productId()), online.of(product.productId()));
  }

  private static boolean is2022(Call call) {
    return call.function().version().startsWith("2022");
  }
}
