package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Catalogue;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.PublicProduct;
import io.openaep.platform.registry.Registry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `aep_public_product_device` (AEP northbound, 3.12): the 特征串 of devices of a public product. The
/// MasterKey is that of the caller's own product made from it, or of the public product itself
/// where that is the caller's: secrets of another tenant's devices are never told.
public final class PublicProductDevice implements Module {
  private final Registry registry;
  private final Catalogue catalogue;

  public PublicProductDevice(Registry registry) {
    this.registry = registry;
    this.catalogue = registry.catalogue();
  }

  @Override
  public String name() {
    return "aep_public_product_device";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("QueryDeviceToken", Operation.read(this::token));
  }

  private Map<String, @Nullable Object> token(Call call) {
    long id = call.body().whole("publicProductId");
    PublicProduct shown =
        catalogue
            .publicProduct(id)
            .orElseThrow(() ->
                CallRefused.aep(AepCode.PUBLIC_PRODUCT_FAILED, "there is no public product " + id));
    Product product = opened(call, shown);
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (product.sharedSecret().isPresent()) {
      members.put("token", product.sharedSecret().get());
      return Envelope.ok(members);
    }
    String deviceSn = call.body().text("deviceSn");
    Device device =
        registry
            .device(product.productId(), product.productId() + deviceSn)
            .filter(it -> it.token().isPresent())
            .orElseThrow(() ->
                CallRefused.aep(
                    AepCode.TOKEN_FAILED, "the product has no device with the number " + deviceSn));
    members.put("deviceId", device.ref().deviceId());
    members.put("token", device.token().orElse(null));
    return Envelope.ok(members);
  }

  private Product opened(Call call, PublicProduct shown) {
    String masterKey = call.masterKey().orElse("");
    Optional<Product> own =
        shown.product().tenantId().equals(call.tenantId())
            ? Optional.of(shown.product())
            : Optional.empty();
    return Stream.concat(
            own.stream(), catalogue.instance(call.tenantId(), shown.publicProductId()).stream())
        .filter(product -> product.hasMasterKey(masterKey))
        .findFirst()
        .orElseThrow(() ->
            CallRefused.http(
                403, "The MasterKey is not the one of your product of this public product."));
  }
}
