package io.openaep.platform.northbound.module;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Catalogue;
import io.openaep.platform.registry.Page;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.ProductForm;
import io.openaep.platform.registry.PublicProduct;
import io.openaep.platform.registry.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `aep_public_product_management` (公共产品管理; AEP northbound, 3.12 and 4.11). Public products are
/// those whose owner has switched that on; every tenant sees them and may make a product of its own
/// from them.
public final class PublicProductManagement implements Module {
  private static final int PAGE_LIMIT = 100;
  private static final int IDS_LIMIT = 100;

  private final Registry registry;
  private final Catalogue catalogue;

  public PublicProductManagement(Registry registry) {
    this.registry = registry;
    this.catalogue = registry.catalogue();
  }

  @Override
  public String name() {
    return "aep_public_product_management";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "QueryPublicByPublicProductId", Operation.read(this::byPublicId),
        "QueryPublicByProductId", Operation.read(this::byProductId),
        "InstantiateProduct", Operation.write(this::instantiate),
        "QueryAllPublicProductList", Operation.read(this::all),
        "QueryMyPublicProductList", Operation.read(this::mine));
  }

  private Map<String, @Nullable Object> byPublicId(Call call) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (long id : ids(call, "publicProductIds")) {
      catalogue
          .publicProduct(id)
          .filter(it -> visible(call, it))
          .ifPresent(it -> rows.add(view(call, it, "publicProductId")));
    }
    return found(rows);
  }

  private Map<String, @Nullable Object> byProductId(Call call) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (long id : ids(call, "productIds")) {
      if (registry.product(call.tenantId(), id).isPresent()) {
        catalogue.behind(id).ifPresent(it -> rows.add(view(call, it, "publicProductId")));
      }
    }
    return found(rows);
  }

  private static Map<String, @Nullable Object> found(List<Map<String, @Nullable Object>> rows) {
    if (rows.isEmpty()) {
      throw CallRefused.aep(AepCode.PUBLIC_PRODUCT_FAILED, "none of these is a public product");
    }
    return Envelope.ok(rows);
  }

  /// A withdrawn one is seen by its owner and by those who have made a product from it.
  private boolean visible(Call call, PublicProduct product) {
    return product.published()
        || product.product().tenantId().equals(call.tenantId())
        || catalogue.instance(call.tenantId(), product.publicProductId()).isPresent();
  }

  private static List<Long> ids(Call call, String name) {
    List<Long> ids = new ArrayList<>();
    for (String text : call.body().texts(name, IDS_LIMIT)) {
      if (!text.matches("\\d{1,18}")) {
        throw call.body().invalid(name, "must hold numbers");
      }
      ids.add(Long.valueOf(text));
    }
    return ids;
  }

  private Map<String, @Nullable Object> instantiate(Call call) {
    long id = call.body().whole("publicProductId");
    Product product = Refusals.asAep(() -> catalogue.instantiate(call.tenantId(), id));
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("publicProductId", id);
    members.put("productId", product.productId());
    members.put("masterKey", product.masterKey());
    return Envelope.ok(members);
  }

  private Map<String, @Nullable Object> all(Call call) {
    Paging paging = Paging.of(call, PAGE_LIMIT);
    String search = call.query().first("searchValue").orElse("");
    return listed(
        call,
        paging,
        Refusals.asAep(() -> catalogue.published(search, paging.number(), paging.size())));
  }

  private Map<String, @Nullable Object> mine(Call call) {
    Paging paging = Paging.of(call, PAGE_LIMIT);
    String search = call.query().first("searchValue").orElse("");
    List<Long> productIds = new ArrayList<>();
    for (String id : call.query().first("productIds").orElse("").split("[,\\s]+", -1)) {
      if (id.matches("\\d{1,18}")) {
        productIds.add(Long.valueOf(id));
      } else if (!id.isEmpty()) {
        throw CallRefused.aep(AepCode.INVALID, "productIds must be numbers with commas between");
      }
    }
    return listed(
        call,
        paging,
        Refusals.asAep(() ->
            catalogue.mine(call.tenantId(), search, productIds, paging.number(), paging.size())));
  }

  /// The lists spell it `publicProductID`.
  private Map<String, @Nullable Object> listed(Call call, Paging paging, Page<PublicProduct> page) {
    return Envelope.ok(
        paging.page(
            page.total(),
            page.rows().stream().map(it -> view(call, it, "publicProductID")).toList()));
  }

  private Map<String, @Nullable Object> view(Call call, PublicProduct shown, String idName) {
    Product product = shown.product();
    ProductForm form = product.form();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put(idName, shown.publicProductId());
    members.put("publicProductName", form.name());
    members.put("vendorId", shown.vendorId());
    members.put("vendorName", shown.vendorName());
    members.put("deviceType", form.thirdType());
    members.put("deviceModel", form.deviceModel().orElse(null));
    members.put("productProtocol", protocolText(product.protocol()));
    members.put("productType", form.productType());
    members.put("secondaryType", form.secondaryType());
    members.put("thirdType", form.thirdType());
    members.put("productTypeValue", form.productType());
    members.put("secondaryTypeValue", form.secondaryType());
    members.put("thirdTypeValue", form.thirdType());
    members.put("publicProductImage", null);
    members.put("standardVersion", null);
    Optional<Product> own =
        product.tenantId().equals(call.tenantId())
            ? Optional.of(product)
            : catalogue.instance(call.tenantId(), shown.publicProductId());
    own.ifPresent(it -> members.put("productId", it.productId()));
    return members;
  }

  private static String protocolText(Protocol protocol) {
    return switch (protocol) {
      case MQTT -> "MQTT协议";
      case LWM2M -> "LWM2M协议";
      case TCP -> "TCP协议";
    };
  }
}
