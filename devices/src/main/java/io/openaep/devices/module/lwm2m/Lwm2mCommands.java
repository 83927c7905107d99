package io.openaep.devices.module.lwm2m;

import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;

/// All `QLW…` commands of one run of a module.
public final class Lwm2mCommands implements CommandGroup {
  private final SetupCommands setup;
  private final SessionCommands session;

  public Lwm2mCommands(Baseband module) {
    Lwm2mStore store = new Lwm2mStore(module.nonVolatile());
    MessageCache cache = new MessageCache();
    Lwm2mSession registration = new Lwm2mSession(module, store, cache);
    this.setup = new SetupCommands(store, registration, cache);
    this.session = new SessionCommands(module, store, registration, cache);
  }

  @Override
  public void register(CommandTable table) {
    setup.register(table);
    session.register(table);
  }
}
