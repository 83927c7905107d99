package io.openaep.platform.bench.load;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.registry.Application;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.NewDevice;
import io.openaep.platform.registry.NewProduct;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.ProductForm;
import io.openaep.platform.registry.SqlRegistry;
import io.openaep.platform.store.DataDirectory;
import io.openaep.platform.store.DataFile;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.KeyFile;
import io.openaep.platform.store.Secrets;
import java.time.InstantSource;
import java.util.Optional;

/// Makes devices of one TCP product by the registry's own code; those beyond the first thousand are
/// copies of the last one's row, without its secret, as a million calls would take too long.
final class DeviceFill {
  private static final int MADE = 1_000;

  private DeviceFill() {}

  /// @param firstNumber of the first device; the others follow
  /// @param deviceId of one in the middle
  record Made(long firstNumber, long productId, String masterKey, String deviceId) {}

  static Made run(DataDirectory directory, int devices, String application) {
    InstantSource clock = InstantSource.system();
    try (Database database = FillMain.unsynced(directory, DataFile.REGISTRY)) {
      Secrets secrets = Secrets.open(KeyFile.of(Optional.empty(), directory), database, clock);
      SqlRegistry registry = SqlRegistry.open(database, secrets, clock);
      String[] words = application.split(":", 2);
      Application owner = registry.ensureApplication(words[0], words[1]);
      Product product = registry.createProduct(product(owner.tenantId()));
      long first = 0;
      String middle = "";
      int made = Math.min(devices, MADE);
      for (int i = 0; i < made; i++) {
        Device device = registry.createDevice(device(product.productId(), i));
        first = i == 0 ? device.ref().number() : first;
        middle = i == made / 2 ? device.ref().deviceId() : middle;
      }
      copy(database, first + made - 1, devices - made);
      registry.outbox().drop(registry.outbox().end());
      return new Made(first, product.productId(), product.masterKey(), middle);
    }
  }

  private static void copy(Database database, long number, int copies) {
    database.change(handle -> {
      handle.update(
          """
          insert into device (number, product_id, device_id, device_sn, name, auto_observe,
            created_by, updated_by, created_at, updated_at)
          with recursive copy (i) as (select 1 union all select i + 1 from copy where i < ?)
          select number + i, product_id, product_id || printf('copied%07d', i),
            printf('copied%07d', i), name || '/' || i, auto_observe,
            created_by, updated_by, created_at, updated_at
          from copy, device where number = ? and i <= ?
          """,
          copies, number, copies);
      handle.update("update registry_counter set last = last + ? where name = 'device'", copies);
      handle.update("update product set device_count = device_count + ?", copies);
    });
  }

  private static NewDevice device(long productId, int number) {
    return new NewDevice(
        productId,
        "device " + number,
        Optional.of("filled%07d".formatted(number)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        "fill");
  }

  private static NewProduct product(String tenantId) {
    ProductForm form =
        new ProductForm(
            "filled",
            "",
            "a",
            "b",
            "c",
            1,
            1,
            2,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "fill",
            "fill");
    return new NewProduct(
        tenantId, Protocol.TCP, false, true, false, EndpointFormat.IMEI, new PowerMode.Drx(), form);
  }
}
