package io.openaep.platform.command;

class MemoryCommandStoreTest extends CommandStoreContract {
  private final MemoryCommandStore store = new MemoryCommandStore();

  @Override
  CommandStore store() {
    return store;
  }
}
