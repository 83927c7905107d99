package io.openaep.platform.registry;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Public products and device archives. Every change is on disk when the call returns. What the
/// caller got wrong is a {@link Refused}. Blocking; thread-safe.
public interface Catalogue {
  /// The switch of a product: publishes it to every tenant, or withdraws it.
  ///
  /// @return what it is published as
  PublicProduct publish(String tenantId, long productId, boolean published);

  Optional<PublicProduct> publicProduct(long publicProductId);

  /// As what a product is published or which one it was made from.
  Optional<PublicProduct> behind(long productId);

  /// Published products of every tenant, newest first.
  ///
  /// @param search a part of the device type, the vendor's id or its name
  Page<PublicProduct> published(String search, int page, int size);

  /// Public products that a tenant has published or made a product from, newest first.
  ///
  /// @param search a part of the name
  /// @param productIds only those behind these products; empty for all
  Page<PublicProduct> mine(
      String tenantId, String search, List<Long> productIds, int page, int size);

  /// The tenant's own product made from a public one.
  Optional<Product> instance(String tenantId, long publicProductId);

  /// Makes the tenant's own product from a public one, with its thing model; the same again if it
  /// has one.
  Product instantiate(String tenantId, long publicProductId);

  /// Adds an archive; a device has at most one.
  void addArchive(Device device, String deviceType, String json);

  /// Changes an archive that is there.
  void updateArchive(Device device, String deviceType, String json);

  /// Deletes the archives of these devices, in one transaction.
  ///
  /// @return the devices that had one
  Set<Long> deleteArchives(List<Long> devices);

  /// A tenant's archives, newest device first; an empty text matches all.
  Page<Archive> archives(String tenantId, String deviceId, String deviceType, int page, int size);

  /// The forms of a tenant's archives, by the numbers of their devices.
  ///
  /// @param after those of later devices; 0 begins
  List<Archive.Form> archiveForms(String tenantId, long after, int limit);

  /// Device types that a tenant's archives name, in their order.
  Page<String> deviceTypes(String tenantId, String search, int page, int size);
}
