package io.openaep.platform.registry;

import io.openaep.platform.access.ProductOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What exists: asked and changed by the northbound API and the console. Every change is on disk
/// when the call returns and is seen by the next call. Blocking; call it on a virtual thread.
/// Thread-safe.
///
/// Methods that change answer a {@link Refused} as an exception when the caller is wrong: the
/// message says what to change, the kind lets each API choose its code.
public interface Registry {
  /// Public products and device archives.
  Catalogue catalogue();

  /// Groups of devices.
  Groups groups();

  /// Tenants and their applications.
  Tenancy tenancy();

  /// The thing models of products.
  Models models();

  /// What changed and others must hear of.
  Outbox outbox();

  /// The tenant with this id.
  Optional<Tenant> tenant(String tenantId);

  /// Tenants in the order of their ids.
  ///
  /// @param after the id of the last one seen; empty at first
  List<Tenant> tenants(String after, int limit);

  /// Makes sure that an application with these credentials exists in the first tenant, which is
  /// made if there is none.
  Application ensureApplication(String appKey, String appSecret);

  Optional<Application> application(String appKey);

  Product createProduct(NewProduct product);

  /// Renames, re-describes, changes endpoint format and power mode; other members must be
  /// unchanged. The options stay as they are, whatever `product` says of them.
  Product updateProduct(Product product);

  /// The same, if the product still is what the caller saw.
  ///
  /// @param asSeen asked within the change; if it says no, the change is refused
  Product updateProduct(Product product, Predicate<Product> asSeen);

  /// Replaces the product's options.
  default Product updateOptions(String tenantId, long productId, ProductOptions options) {
    return updateOptions(tenantId, productId, options, _ -> true);
  }

  /// The same, if the product still is what the caller saw.
  ///
  /// @param asSeen asked within the change; if it says no, the change is refused
  Product updateOptions(
      String tenantId, long productId, ProductOptions options, Predicate<Product> asSeen);

  /// Refused while the product has devices.
  void deleteProduct(String tenantId, long productId);

  Optional<Product> product(String tenantId, long productId);

  /// The product whatever its tenant, for sessions and folds.
  Optional<Product> product(long productId);

  /// Newest first. `search` matches the name; empty matches all.
  Page<Product> products(String tenantId, String search, int page, int size);

  /// Newest first, by keyset: the products with a number below `before`. `search` matches the name.
  List<Product> productsBelow(String tenantId, String search, long before, int limit);

  Device createDevice(NewDevice device);

  /// Makes several at once: those that can be made are on disk together, or, after a crash, none of
  /// them is.
  ///
  /// @return what became of each, in order
  List<Made> createDevices(List<NewDevice> devices);

  /// Renames, changes IMSI and auto-observe.
  Device updateDevice(Device device);

  /// The same, if the device still is what the caller saw.
  ///
  /// @param asSeen asked within the change; if it says no, the change is refused
  Device updateDevice(Device device, Predicate<Device> asSeen);

  /// Cancels (注销) those that exist: they stay listed and are let in no more.
  ///
  /// @return the cancelled ones, also those that were cancelled before
  List<Device> cancelDevices(long productId, List<String> deviceIds, String operator);

  /// Deletes those that exist.
  ///
  /// @return the deleted ones
  List<Device> deleteDevices(long productId, List<String> deviceIds);

  Optional<Device> device(long productId, String deviceId);

  /// By device id alone, which is unique on the platform.
  Optional<Device> deviceById(String deviceId);

  /// By {@link io.openaep.platform.access.DeviceRef#number}.
  Optional<Device> deviceByNumber(long number);

  Optional<Device> deviceByImei(String imei);

  /// Newest first. `search` matches name, device id and device number (LwM2M: IMEI).
  Page<Device> devices(long productId, String search, int page, int size);

  /// Newest first, by keyset: the devices of a tenant, or of one of its products, with a {@link
  /// io.openaep.platform.access.DeviceRef#number} below `before`. `search` matches name, device id
  /// and device number (LwM2M: IMEI).
  List<Device> devicesBelow(
      String tenantId, Optional<Long> productId, String search, long before, int limit);

  int deviceCount(long productId);

  /// A tenant's devices with numbers above `after`, ascending, at most `limit`.
  List<DeviceBirth> births(String tenantId, long after, int limit);

  /// Numbers of a product's devices above `after`, ascending, at most `limit`.
  List<Long> deviceNumbers(long productId, long after, int limit);
}
