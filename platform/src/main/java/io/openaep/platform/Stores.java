package io.openaep.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.account.AccountTables;
import io.openaep.platform.journal.SqliteJournal;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.registry.SqlRegistry;
import io.openaep.platform.requests.RequestStore;
import io.openaep.platform.store.DataDirectory;
import io.openaep.platform.store.DataFile;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.KeyFile;
import io.openaep.platform.store.LossCheck;
import io.openaep.platform.store.Secrets;
import java.time.InstantSource;

/// The data directory and what is kept in it: what is asked to be (registry), what happened
/// (journal), and what was made of that (data and push, which can be folded again and so need not
/// wait for the disk).
record Stores(
    DataDirectory directory,
    Registry registry,
    AccountTables accounts,
    SqliteJournal journal,
    Database data,
    Secrets secrets,
    RequestStore requests,
    Database registryFile,
    Database push) {
  static Stores open(
      PlatformConfig config, InstantSource clock, MeterRegistry meters, Teardown teardown) {
    DataDirectory directory = teardown.add(DataDirectory.open(config.data()));
    LossCheck.beforeOpening(directory.path());
    Database registry = teardown.add(Database.open(DataFile.REGISTRY.in(directory.path())));
    Secrets secrets = Secrets.open(KeyFile.of(config.keyFile(), directory), registry, clock);
    SqliteJournal journal =
        teardown.add(
            SqliteJournal.open(
                DataFile.JOURNAL.in(directory.path()), config.journal(), clock, meters));
    LossCheck.beforeFolding(directory.path(), config.acceptLoss());
    Database data = teardown.add(Database.open(DataFile.DATA.in(directory.path())));
    Database push = teardown.add(Database.open(DataFile.PUSH.in(directory.path())));
    SqlRegistry existing = SqlRegistry.open(registry, secrets, clock);
    Database calls = teardown.add(Database.open(DataFile.REQUESTS.in(directory.path())));
    RequestStore requests =
        teardown.add(
            new RequestStore(calls, config.northbound().requestLogEntries(), clock, meters));
    return new Stores(
        directory,
        existing,
        AccountTables.open(registry, config.accounts(), clock),
        journal,
        data,
        secrets,
        requests,
        registry,
        push);
  }
}
