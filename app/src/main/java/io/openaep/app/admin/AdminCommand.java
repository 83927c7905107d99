package io.openaep.app.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `openaep admin`: who may do what on a running platform.
@Command(
    name = "admin",
    description = "Administer a running platform.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TokenCommand.class,
      TenantCommand.class,
      AppCommand.class,
      AccountCommand.class,
      DevicesCommand.class,
      TraceCommand.class,
      ApiCommand.class,
      BackupCommand.class,
      CheckCommand.class,
      RestoreCommand.class,
      HelpCommand.class
    })
public final class AdminCommand {}
