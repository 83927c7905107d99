package io.openaep.platform.registry;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.Protocol;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/// A product (产品): devices of one kind, and how they connect. Field meanings: AEP northbound,
/// section 4.1.
///
/// @param productId eight digits
/// @param masterKey 32 lower-case hex digits (Master-APIkey, 特征 of the product's API calls)
/// @param encrypted LwM2M: DTLS (dataEncryption 4) rather than plain (5)
/// @param sharedSecret 一型一密: all devices use `token`; empty with one secret a device
/// @param power DRX where the protocol keeps a connection
/// @param options what OpenAEP offers beyond AEP's own form
/// @param form what the caller gave that has no effect on delivery: names, classification, …
public record Product(
    long productId,
    String tenantId,
    String masterKey,
    Protocol protocol,
    boolean encrypted,
    boolean transparent,
    Optional<String> sharedSecret,
    EndpointFormat endpointFormat,
    PowerMode power,
    ProductOptions options,
    ProductForm form,
    Instant createdAt,
    Instant updatedAt) {
  Product updated(Instant at) {
    return new Product(
        productId,
        tenantId,
        masterKey,
        protocol,
        encrypted,
        transparent,
        sharedSecret,
        endpointFormat,
        power,
        options,
        form,
        createdAt,
        at);
  }

  Product with(ProductOptions changed) {
    return new Product(
        productId,
        tenantId,
        masterKey,
        protocol,
        encrypted,
        transparent,
        sharedSecret,
        endpointFormat,
        power,
        changed,
        form,
        createdAt,
        updatedAt);
  }

  /// Whether a caller's MasterKey is this product's, compared in constant time.
  public boolean hasMasterKey(String given) {
    return MessageDigest.isEqual(
        masterKey.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "Product[" + productId + " " + protocol + "]";
  }
}
