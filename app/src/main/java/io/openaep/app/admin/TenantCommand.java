package io.openaep.app.admin;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `openaep admin tenant`: the customers of a platform.
@Command(
    name = "tenant",
    description = "List, make, rename and delete tenants.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TenantCommand.Show.class,
      TenantCommand.Create.class,
      TenantCommand.Rename.class,
      TenantCommand.Delete.class
    })
final class TenantCommand {
  private static final String PATH = "/api/tenants";
  private static final String[] COLUMNS = {"tenantId", "name"};

  /// `openaep admin tenant list`.
  @Command(name = "list", description = "List the tenants.", mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException {
      connection.print(connection.rows(PATH), COLUMNS);
      return 0;
    }
  }

  /// `openaep admin tenant create`.
  @Command(name = "create", description = "Make a tenant.", mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Parameters(paramLabel = "NAME", description = "For people.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
      connection.printOne(connection.call("POST", PATH, Map.of("name", name)), COLUMNS);
      return 0;
    }
  }

  /// `openaep admin tenant rename`.
  @Command(name = "rename", description = "Rename a tenant.", mixinStandardHelpOptions = true)
  static final class Rename implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Parameters(index = "0", paramLabel = "ID", description = "The tenant's id.")
    private String tenantId = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Its new name.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
      connection.printOne(
          connection.call("PATCH", PATH + "/" + Connection.encoded(tenantId), Map.of("name", name)),
          COLUMNS);
      return 0;
    }
  }

  /// `openaep admin tenant delete`.
  @Command(
      name = "delete",
      description = "Delete a tenant without products, with its applications and accounts.",
      mixinStandardHelpOptions = true)
  static final class Delete implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Parameters(paramLabel = "ID", description = "The tenant's id.")
    private String tenantId = "";

    @Override
    public Integer call() throws IOException {
      var _ = connection.call("DELETE", PATH + "/" + Connection.encoded(tenantId), Map.of());
      return 0;
    }
  }
}
