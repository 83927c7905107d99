package io.openaep.platform.northbound.gateway;

import io.openaep.platform.registry.Application;
import io.openaep.platform.registry.Product;
import java.util.Optional;

/// A call that has passed the gate.
///
/// @param function the version that was called
/// @param body the JSON object, empty for functions without one
/// @param keyed the product whose MasterKey was given, on functions that require it
/// @param masterKey as it was sent, whether or not it was looked at
public record Call(
    Application application,
    ApiFunction function,
    Query query,
    Fields body,
    Optional<Product> keyed,
    Optional<String> masterKey) {
  public String tenantId() {
    return application.tenantId();
  }

  /// The product that the MasterKey opened.
  ///
  /// @throws IllegalStateException if the table does not require one: our mistake
  public Product product() {
    return keyed.orElseThrow(() -> new IllegalStateException(function.word() + " has no product"));
  }

  /// A query parameter that the table says is required, and so has been checked.
  public String text(String name) {
    return query
        .first(name)
        .orElseThrow(
            () -> new IllegalStateException(function.word() + " does not require " + name));
  }

  /// A whole number, already checked to be one.
  public Optional<Long> whole(String name) {
    return query.first(name).map(Long::valueOf);
  }
}
