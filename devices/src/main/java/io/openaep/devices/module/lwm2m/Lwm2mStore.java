package io.openaep.devices.module.lwm2m;

import io.openaep.devices.module.baseband.NonVolatile;
import java.util.Optional;

/// What the host has set. Options and server outlive a restart, objects do not.
final class Lwm2mStore {
  private static final String OPTIONS = "lwm2m options";
  private static final String SERVER = "lwm2m server";

  private final NonVolatile flash;
  private final ObjectTable objects = new ObjectTable();

  Lwm2mStore(NonVolatile flash) {
    this.flash = flash;
  }

  Lwm2mOptions options() {
    return flash.read(OPTIONS, Lwm2mOptions.class).orElse(Lwm2mOptions.FACTORY);
  }

  void options(Lwm2mOptions options) {
    flash.write(OPTIONS, options);
  }

  Optional<ServerConfig> server() {
    return flash.read(SERVER, ServerConfig.class);
  }

  void server(ServerConfig server) {
    flash.write(SERVER, server);
  }

  ObjectTable objects() {
    return objects;
  }

  void reset() {
    flash.erase(OPTIONS);
    flash.erase(SERVER);
    objects.clear();
  }
}
