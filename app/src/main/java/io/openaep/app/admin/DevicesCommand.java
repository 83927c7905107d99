package io.openaep.app.admin;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `openaep admin devices`: what is connected, at a glance.
@Command(
    name = "devices",
    description = "List devices, newest first.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DevicesCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();
  @Mixin private TenantOption tenant = new TenantOption();

  @Option(names = "--product", paramLabel = "ID", description = "Of this product alone.")
  private @Nullable Long product;

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "With this in name, id, device number or IMEI.")
  private String search = "";

  @Override
  public Integer call() throws IOException {
    String list = product == null ? "/api/devices" : "/api/products/" + product + "/devices";
    String which = product == null ? tenant.query() : "";
    connection.print(
        connection.rows(Connection.searching(list + which, search)),
        "deviceId",
        "productId",
        "name",
        "status",
        "online",
        "lastHeardAt");
    return 0;
  }
}
